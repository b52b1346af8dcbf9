namespace Cadenza.Functions.Tests.Platform.Security;

/// <content>What is tried with events.</content>
public sealed partial class TenantIsolationTests
{
    private static Dictionary<string, Probe[]> EventProbes() => new()
    {
        ["SendEvents"] = [new("POST", "/events", 202, """{"specversion":"1.0","id":"spots","source":"/zoo","type":"fed","data":{}}""")],
        ["CancelRun"] = [new("POST", "/workflows/{contact}/runs/{contact}/cancel", 404)],
        ["RetryRun"] = [new("POST", "/workflows/{contact}/runs/{contact}/retry", 404)],
        ["ReceiveHook"] = [new("POST", "/hooks/owner/{contact}/secret", 404, "{}")],
        ["ListEvents"] = [new("GET", "/events", 200), new("GET", "/events?type=fed", 200)],
        ["GetEvent"] = [new("GET", "/events/{event}", 404), new("GET", "/events/stripes?source=/zoo", 404)],
    };

    public sealed partial class Tenants
    {
        // What the owner has of them; ids go to _ids.
        private async Task AddEventsAsync()
        {
            using var response = await Owner.CallAsync("POST", "/events", """{"specversion":"1.0","id":"stripes","source":"/zoo","type":"fed","data":{"entity":{"name":"Zebra"}}}""");
            _ids["event"] = (await response.JsonAsync(202)).GetProperty("data")[0].GetProperty("id").GetString()!;
        }
    }
}
