namespace Cadenza.Functions.Tests.Security;

/// <content>What is tried with workflows with leads.</content>
public sealed partial class TenantIsolationTests
{
    private static Dictionary<string, Probe[]> LeadProbes() => [];

    public sealed partial class Tenants
    {
        // What the owner has of them; ids go to _ids.
        private Task AddLeadsAsync() => Task.CompletedTask;
    }
}
