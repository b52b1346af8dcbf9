namespace Cadenza.Functions.Tests.Platform.Security;

/// <content>What is tried with workflows and their runs.</content>
public sealed partial class TenantIsolationTests
{
    private static Dictionary<string, Probe[]> WorkflowProbes() => new()
    {
        // The same for every organization.
        ["ListTriggerTypes"] = [new("GET", "/catalog/triggers", 200)],
        ["ListActionTypes"] = [new("GET", "/catalog/actions", 200)],
        ["ListOperatorTypes"] = [new("GET", "/catalog/operators", 200)],
        ["ValidateWorkflow"] = [new("POST", "/workflows/validate", 200, """{"trigger_type":"webhook","workflow_blocks":[]}""")],
        ["CreateWorkflow"] = [new("POST", "/workflows", 201, """{"name":"mine","trigger_type":"webhook","workflow_blocks":[]}""")],
        ["ListWorkflows"] = [new("GET", "/workflows", 200)],
        ["GetWorkflow"] = Workflow("GET", ""),
        ["UpdateWorkflow"] = Workflow("PATCH", "", """{"name":"taken over"}"""),
        ["DeleteWorkflow"] = Workflow("DELETE", ""),
        ["ListWorkflowVersions"] = Workflow("GET", "/versions"),
        ["GetWorkflowVersion"] = Workflow("GET", "/versions/1"),
        ["ActivateWorkflow"] = Workflow("POST", "/activate"),
        ["DeactivateWorkflow"] = Workflow("POST", "/deactivate"),
        ["ExecuteWorkflow"] = Workflow("POST", "/execute", """{"is_test_run":true}"""),
        ["ListWorkflowRuns"] = Workflow("GET", "/runs"),
        ["GetWorkflowRun"] = Workflow("GET", "/runs/{run}"),
        ["CreateAutomation"] = [new("POST", "/crm/workflows", 201, """{"name":"mine","triggerType":"lead_created"}""")],
        ["ListAutomations"] = [new("GET", "/crm/workflows", 200), new("GET", "/crm/workflows?module=leads", 200)],
        ["GetAutomation"] = Automation("GET", ""),
        ["UpdateAutomation"] = Automation("PUT", "", """{"name":"taken over"}"""),
        ["ToggleAutomation"] = Automation("PATCH", "/toggle"),
        ["DeleteAutomation"] = Automation("DELETE", ""),
        ["ListAutomationRuns"] = Automation("GET", "/runs"),
        ["GetAutomationRun"] = [new("GET", "/crm/workflows/runs/{run}", 404)],
    };

    // By its id, in either case and in the form of document 001.
    private static Probe[] Workflow(string method, string rest, string? body = null) =>
    [
        new(method, "/workflows/{workflow}" + rest, 404, body),
        new(method, "/workflows/{WORKFLOW}" + rest, 404, body),
        new(method, "/workflows/{wfl}" + rest, 404, body),
    ];

    private static Probe[] Automation(string method, string rest, string? body = null) =>
        [new(method, "/crm/workflows/{workflow}" + rest, 404, body), new(method, "/crm/workflows/{wfl}" + rest, 404, body)];

    public sealed partial class Tenants
    {
        // A live workflow and a run of it.
        private async Task AddWorkflowsAsync()
        {
            using var created = await Owner.CallAsync(
                "POST",
                "/workflows",
                """{"name":"Zebra","trigger_type":"manual-trigger","workflow_blocks":[{"id":"zebra","type":"emit_event","input":{"type":"zebra"}}]}""");
            var id = (await created.JsonAsync(201)).GetProperty("workflow_id").GetString()!;
            _ids["workflow"] = id;
            _ids["WORKFLOW"] = id.ToUpperInvariant();
            _ids["wfl"] = "wfl_" + id.Replace("-", "", StringComparison.Ordinal);
            using var activated = await Owner.CallAsync("POST", $"/workflows/{id}/activate");
            await activated.JsonAsync(200);
            using var run = await Owner.CallAsync("POST", $"/workflows/{id}/execute", """{"input":{"name":"zebra"}}""");
            _ids["run"] = (await run.JsonAsync(202)).GetProperty("run_id").GetString()!;
            // The run is over before anybody looks at the rows.
            await Eventually.True(
                async () =>
                {
                    using var runs = await Owner.CallAsync("GET", $"/workflows/{id}/runs?status=completed");
                    return (await runs.JsonAsync(200)).GetProperty("total_items").GetInt32() == 1;
                },
                "the run is over",
                TimeSpan.FromSeconds(30));
        }
    }
}
