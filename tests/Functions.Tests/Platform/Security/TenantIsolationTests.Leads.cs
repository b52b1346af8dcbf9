namespace Cadenza.Functions.Tests.Platform.Security;

/// <content>What is tried with workflows with leads.</content>
public sealed partial class TenantIsolationTests
{
    private static Dictionary<string, Probe[]> LeadProbes() => new()
    {
        ["CreateLeadWorkflow"] = [new("POST", "/v1/workflows", 201, """{"name":"mine"}""")],
        ["ListLeadWorkflows"] = [new("GET", "/v1/workflows", 200)],
        ["GetLeadWorkflow"] = LeadWorkflow("GET", ""),
        ["UpdateLeadWorkflow"] = [.. LeadWorkflow("PATCH", "", """{"name":"taken over"}"""), .. LeadWorkflow("PATCH", "", """{"status":"active"}""")],
        ["DeleteLeadWorkflow"] = LeadWorkflow("DELETE", ""),
        ["DuplicateLeadWorkflow"] = LeadWorkflow("POST", "/duplicate"),
        ["ActivateLeadWorkflow"] = LeadWorkflow("POST", "/activate"),
        ["PauseLeadWorkflow"] = LeadWorkflow("POST", "/pause"),
        ["ResumeLeadWorkflow"] = LeadWorkflow("POST", "/resume"),
        ["CancelLeadWorkflow"] = LeadWorkflow("POST", "/cancel"),
        ["ChangeLeadWorkflowStatus"] = LeadWorkflow("PATCH", "/status", """{"action":"cancel"}"""),
        ["ListLeadWorkflowAudit"] = LeadWorkflow("GET", "/audit"),
        ["ListNodes"] = LeadWorkflow("GET", "/nodes"),
        ["CreateNode"] = LeadWorkflow("POST", "/nodes", """{"node_type":"TIME"}"""),
        ["UpdateNode"] = LeadWorkflow("PATCH", "/nodes/{node}", """{"label":"taken over"}"""),
        ["DeleteNode"] = LeadWorkflow("DELETE", "/nodes/{node}"),
        ["ListEdges"] = LeadWorkflow("GET", "/edges"),
        ["CreateEdge"] = LeadWorkflow("POST", "/edges", """{"from_node_id":"{node}","to_node_id":"{node}"}"""),
        ["AddLeads"] = LeadWorkflow("POST", "/leads", """[{"phone_number":"+14155550198"}]"""),
        ["ListLeads"] = LeadWorkflow("GET", "/leads"),
        ["ListLeadVariableKeys"] = LeadWorkflow("GET", "/leads/variable-keys"),
        ["GetLeadHistory"] = LeadWorkflow("GET", "/leads/{lead}/history"),
        ["RemoveLead"] = LeadWorkflow("DELETE", "/leads/{lead}"),
        ["ReceiveCallResult"] = [new("POST", "/v1/calls/{lead}/result", 404, """{"status":"completed"}""")],
        ["CreateWebhook"] = [new("POST", "/v1/user-webhooks", 201, """{"url":"https://example.com/mine","events":["lead.step"]}""")],
        ["ListWebhooks"] = [new("GET", "/v1/user-webhooks", 200)],
        ["GetWebhook"] = [new("GET", "/v1/user-webhooks/{webhook}", 404)],
        ["UpdateWebhook"] = [new("PATCH", "/v1/user-webhooks/{webhook}", 404, """{"url":"https://example.com/mine"}""")],
        ["DeleteWebhook"] = [new("DELETE", "/v1/user-webhooks/{webhook}", 404)],
        ["ListWebhookDeliveries"] = [new("GET", "/v1/user-webhooks/{webhook}/deliveries", 404)],
        ["RetryWebhookDelivery"] = [new("POST", "/v1/user-webhooks/{webhook}/deliveries/msg_019b76daa8c87347856b4177db949090/retry", 404)],
        ["DeleteEdge"] = LeadWorkflow("DELETE", "/edges/{edge}"),
    };

    // By its id, in both of its forms.
    private static Probe[] LeadWorkflow(string method, string rest, string? body = null) =>
        [new(method, "/v1/workflows/{leadworkflow}" + rest, 404, body), new(method, "/v1/workflows/{LEADWORKFLOW}" + rest, 404, body)];

    public sealed partial class Tenants
    {
        // What the owner has of them; ids go to _ids.
        private async Task AddLeadsAsync()
        {
            _ids["leadworkflow"] = await CreateAsync("/v1/workflows", """{"name":"Zebra","description":"zebra"}""");
            // Told nothing, so that the owner's rows change by nobody but those who try.
            _ids["webhook"] = await CreateAsync("/v1/user-webhooks", """{"url":"https://zebra.example.com","events":["lead.step"],"is_active":false}""");
            _ids["LEADWORKFLOW"] = Cadenza.Domain.Workflows.WorkflowId.Parse(_ids["leadworkflow"]).ToString();
            _ids["node"] = await CreateAsync($"/v1/workflows/{_ids["leadworkflow"]}/nodes", """{"node_type":"TIME","label":"zebra","config":{"delay_days":1}}""");
            var end = await CreateAsync($"/v1/workflows/{_ids["leadworkflow"]}/nodes", """{"node_type":"CONVERTED","label":"zebra"}""");
            _ids["edge"] = await CreateAsync($"/v1/workflows/{_ids["leadworkflow"]}/edges", $$"""{"from_node_id":"{{_ids["node"]}}","to_node_id":"{{end}}","label":"zebra"}""");
            using var added = await Owner.CallAsync("POST", $"/v1/workflows/{_ids["leadworkflow"]}/leads", """[{"phone_number":"+14155550197","name":"Zebra"}]""");
            await added.JsonAsync(201);
            using var listed = await Owner.CallAsync("GET", $"/v1/workflows/{_ids["leadworkflow"]}/leads");
            _ids["lead"] = (await listed.JsonAsync(200)).GetProperty("data")[0].GetProperty("id").GetString()!;
        }
    }
}
