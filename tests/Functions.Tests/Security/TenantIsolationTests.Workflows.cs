namespace Cadenza.Functions.Tests.Security;

/// <content>What is tried with workflows and their runs.</content>
public sealed partial class TenantIsolationTests
{
    private static Dictionary<string, Probe[]> WorkflowProbes() => new()
    {
        // The same for every organization.
        ["ListTriggerTypes"] = [new("GET", "/catalog/triggers", 200)],
        ["ListActionTypes"] = [new("GET", "/catalog/actions", 200)],
        ["ListOperatorTypes"] = [new("GET", "/catalog/operators", 200)],
    };

    public sealed partial class Tenants
    {
        // What the owner has of them; ids go to _ids.
        private Task AddWorkflowsAsync() => Task.CompletedTask;
    }
}
