namespace Cadenza.Functions.Tests.Security;

/// <content>What is tried with records and notifications.</content>
public sealed partial class TenantIsolationTests
{
    private static Dictionary<string, Probe[]> RecordProbes() => [];

    public sealed partial class Tenants
    {
        // What the owner has of them; ids go to _ids.
        private Task AddRecordsAsync() => Task.CompletedTask;
    }
}
