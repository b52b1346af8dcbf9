namespace Cadenza.Functions.Tests.Security;

/// <content>What is tried with flows.</content>
public sealed partial class TenantIsolationTests
{
    private static Dictionary<string, Probe[]> FlowProbes() => [];

    public sealed partial class Tenants
    {
        // What the owner has of them; ids go to _ids.
        private Task AddFlowsAsync() => Task.CompletedTask;
    }
}
