using System.Text.Json.Nodes;
using Cadenza.Functions.Tests.Sequences.Http;
using Cadenza.TestKit.Apps;

namespace Cadenza.Functions.Tests.Sequences;

/// <summary>B9: no marketing text leaves with a link to unsubscribe that leads nowhere.</summary>
public sealed class UnsubscribeCheckTests
{
    private static readonly (string, string) Nowhere = ("WEBSITE_HOSTNAME", "");

    [Fact]
    public async Task Start_WhenNoAddressIsSet_LinksToTheAppItself()
    {
        await using var app = await StartAsync();
        using var api = new ApiClient(app.Address, AppFixture.Key);
        await api.PostAsync("/contacts", new { email = "ada@example.com" });
        await api.PutAsync($"{await CreateAsync(api, Mail("<a href=\"{{unsubscribe_url}}\">Stop</a>", isTransactional: false))}/start");

        var body = "";
        await Eventually.True(
            async () =>
            {
                var kept = (await api.GetAsync("/outbox")).GetProperty("data");
                if (kept.GetArrayLength() == 0) return false;
                body = kept[0].GetProperty("body").GetString()!;
                return true;
            },
            "the mail is in the outbox");
        var link = body.Split('"')[1];
        Assert.StartsWith($"{app.Address}unsubscribe/", link, StringComparison.Ordinal);
        using var page = await app.Stranger.GetAsync(link, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task Start_WhenNobodyKnowsWhereTheAppIsReached_IsRefusedWithWhatToSet()
    {
        await using var app = await StartAsync(Nowhere);
        using var api = new ApiClient(app.Address, AppFixture.Key);
        var sequence = await CreateAsync(api, StepActions.Email, Mail("{{ unsubscribe_url }}", isTransactional: false));

        using var refused = await app.Client.CallAsync("PUT", $"{sequence}/start");
        var problem = await refused.JsonAsync(409);

        Assert.Equal("no_unsubscribe_url", problem.GetProperty("code").GetString());
        Assert.Contains("Cadenza__PublicBaseUrl", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(["/steps/1/action/data"], problem.Pointers());
        Assert.Equal("pending", (await api.GetAsync(sequence)).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("{{unsubscribe_url}}", true)]
    [InlineData("{{unsubscribe_url | default: \"Write to us.\"}}", false)]
    [InlineData("No link.", false)]
    public async Task Start_WhenTheTextCanDoWithout_IsNotRefused(string body, bool isTransactional)
    {
        await using var app = await StartAsync(Nowhere);
        using var api = new ApiClient(app.Address, AppFixture.Key);
        Assert.Equal("active", (await api.PutAsync($"{await CreateAsync(api, Mail(body, isTransactional))}/start")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Update_WhenItWasStarted_IsRefusedInTheSameWay()
    {
        await using var app = await StartAsync(Nowhere);
        using var api = new ApiClient(app.Address, AppFixture.Key);
        var sequence = await CreateAsync(api, StepActions.Sms);
        await api.PutAsync($"{sequence}/start");
        var steps = new { steps = new[] { new { action = JsonNode.Parse("""{"type":"send_sms_messages","data":{"message":"Stop: {{unsubscribe_url}}"}}""") } } };

        var refused = await api.SendAsync(HttpMethod.Patch, sequence, steps);

        Assert.Equal(System.Net.HttpStatusCode.Conflict, refused.Status);
        Assert.Equal("no_unsubscribe_url", refused.Json.GetProperty("code").GetString());
        Assert.Equal(1, (await api.GetAsync(sequence)).GetProperty("version").GetInt32());
    }

    private static async Task<AppFixture> StartAsync(params (string Key, string Value)[] settings)
    {
        var app = new AppFixture { Settings = settings };
        await app.InitializeAsync();
        return app;
    }

    private static async Task<string> CreateAsync(ApiClient api, params string[] actions)
    {
        var sequence = await api.PostAsync("/sequences", new { filter = (object?)null, steps = actions.Select(action => new { action = JsonNode.Parse(action) }).ToArray() });
        return $"/sequences/{sequence.GetProperty("id").GetString()}";
    }

    private static string Mail(string body, bool isTransactional)
    {
        var action = JsonNode.Parse(StepActions.Email)!;
        action["data"]!["email_body"] = body;
        action["data"]!["email_is_transactional"] = isTransactional;
        return action.ToJsonString();
    }
}
