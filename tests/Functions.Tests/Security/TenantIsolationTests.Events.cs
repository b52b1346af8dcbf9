namespace Cadenza.Functions.Tests.Security;

/// <content>What is tried with events.</content>
public sealed partial class TenantIsolationTests
{
    private static Dictionary<string, Probe[]> EventProbes() => [];

    public sealed partial class Tenants
    {
        // What the owner has of them; ids go to _ids.
        private Task AddEventsAsync() => Task.CompletedTask;
    }
}
