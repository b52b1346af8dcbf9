namespace Cadenza.Functions.Tests.Security;

/// <content>What is tried with workflows and their runs.</content>
public sealed partial class TenantIsolationTests
{
    private static Dictionary<string, Probe[]> WorkflowProbes() => [];

    public sealed partial class Tenants
    {
        // What the owner has of them; ids go to _ids.
        private Task AddWorkflowsAsync() => Task.CompletedTask;
    }
}
