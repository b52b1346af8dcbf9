namespace Cadenza.Functions.Tests.Platform.Security;

/// <content>What is tried with flows.</content>
public sealed partial class TenantIsolationTests
{
    private static Dictionary<string, Probe[]> FlowProbes() => new()
    {
        ["ListFlows"] = [new("GET", "/v1/flows", 200)],
        // That the owner has the slug must not be noticed.
        ["CreateFlow"] = [new("POST", "/v1/flows", 201, """{"name":"mine","data":"steps: []","slug":"zebra-flow"}""", Says: Mark)],
        ["GetFlow"] = Flow("GET", ""),
        ["UpdateFlow"] = [new("PUT", "/v1/flows/{flow}", 404, """{"name":"taken over"}""")],
        ["DeleteFlow"] = [new("DELETE", "/v1/flows/{flow}", 404)],
        ["ListFlowVersions"] = Flow("GET", "/versions"),
        ["CreateFlowVersion"] = [new("POST", "/v1/flows/{flow}/versions", 404)],
        ["ActivateFlow"] = [new("PUT", "/v1/flows/{flow}/activate", 404, "{}")],
        ["ExplainTargeting"] = [new("POST", "/v1/flows/targeting/explain", 200, """{"targetingLogic":"user.property('name') isSet","userId":"striped"}""")],
        ["GetFlowStates"] = [new("GET", "/v1/public/flowStates?userId=striped", 200)],
        ["PostFlowState"] =
        [
            new("POST", "/v1/public/flowStates", 404, """{"userId":"striped","flowSlug":"zebra-flow","actionType":"SKIPPED_FLOW"}""", Says: "the slug that was asked for"),
        ],
        ["PostFlowUser"] = [new("POST", "/v1/public/users", 200, """{"userId":"striped","properties":{"name":"mine"}}""")],
        ["PostFlowGroup"] = [new("POST", "/v1/public/groups", 200, """{"groupId":"herd","properties":{"name":"mine"}}""")],
        ["GetUserFlowState"] = [new("GET", "/v1/userFlowStates/zebra-flow/striped", 404, Says: "the slug that was asked for")],
        ["ResetUserFlowState"] = [new("DELETE", "/v1/userFlowStates/zebra-flow/striped", 404, Says: "the slug that was asked for")],
        // Another of the same id, which the intruder may have made above.
        ["GetFlowUser"] = [new("GET", "/v1/users?userId=stranger", 404)],
        ["DeleteFlowUser"] = [new("DELETE", "/v1/users?userId=stranger", 404)],
    };

    // By its numeric id, and by its slug.
    private static Probe[] Flow(string method, string rest) =>
    [
        new(method, "/v1/flows/{flow}" + rest, 404),
        new(method, "/v1/flows/zebra-flow" + rest, 404, Says: "the slug that was asked for"),
    ];

    public sealed partial class Tenants
    {
        // What the owner has of them; ids go to _ids.
        private async Task AddFlowsAsync()
        {
            using var created = await Owner.CallAsync("POST", "/v1/flows", """{"name":"Zebra","data":"steps: []","slug":"zebra-flow"}""");
            var first = (await created.JsonAsync(201)).GetProperty("id").GetInt64();
            using var activated = await Owner.CallAsync("PUT", $"/v1/flows/{first}/activate", "{}");
            await activated.JsonAsync(200);
            // Numeric ids count within an organization: one that nobody else comes to in this test.
            using var draft = await Owner.CallAsync("POST", $"/v1/flows/{first}/versions");
            var id = (await draft.JsonAsync(201)).GetProperty("id").GetInt64();
            _ids["flow"] = id.ToString(System.Globalization.CultureInfo.InvariantCulture);
            foreach (var user in (string[])["striped", "stranger"])
            {
                using var known = await Owner.CallAsync("POST", "/v1/public/users", $$"""{"userId":"{{user}}","properties":{"name":"Zebra"} }""");
                await known.JsonAsync(200);
            }
        }
    }
}
