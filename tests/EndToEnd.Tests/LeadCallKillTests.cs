using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Cadenza.TestKit;
using Cadenza.TestKit.Apps;
using Cadenza.TestKit.Providers;
using static Cadenza.EndToEnd.Tests.LeadRequests;

namespace Cadenza.EndToEnd.Tests;

/// <summary>Proof of C7 for calls that are under way while the app is killed: the provider makes each once, and how each went is asked for afterwards.</summary>
public sealed class LeadCallKillTests
{
    private const int Leads = 40;

    [Fact]
    public async Task C7_Calls_WhenTheAppIsKilledMeanwhile_AreMadeOnceAndBringTheirResult()
    {
        var (calls, haveEnded) = (new ConcurrentDictionary<string, string>(), false);
        await using var provider = await ProviderServer.StartAsync();
        provider.Answer = request => request.Method == "POST"
            ? Placed(calls, request)
            : ProviderReply.Of(200, new JsonObject { ["status"] = !Volatile.Read(ref haveEnded) ? "in_progress" : calls[request.Path.Split('/')[^1]].EndsWith('7') ? "no_answer" : "completed" });
        await using var app = await AppProcess.StartAsync(new AppOptions
        {
            Settings = new Dictionary<string, string> { ["Calls__BaseUrl"] = provider.Address, ["Calls__PollSeconds"] = "1" },
        });
        var path = await DraftAsync(app);
        var call = await NodeAsync(app, path, "VOICE_CALL", new { agent_id = "agent-7", from_number = "+14155550000" });
        await EdgeAsync(app, path, call, await NodeAsync(app, path, "CONVERTED"), "COMPLETED");
        await EdgeAsync(app, path, call, await NodeAsync(app, path, "DROPPED"), "NO_ANSWER");
        await app.Api.PostAsync($"{path}/activate", new { });
        await app.Api.PostAsync($"{path}/leads", Enumerable.Range(0, Leads).Select(number => new { phone_number = Phone(number) }).ToList());

        await Eventually.True(() => calls.Count >= Leads / 2, "half of them are called");
        app.Kill();
        await app.RestartAsync();
        await Eventually.True(() => calls.Count == Leads, "all are called", Patience);
        app.Kill();
        Volatile.Write(ref haveEnded, true);
        await app.RestartAsync();
        await Eventually.True(async () => await TotalAsync(app, path, "completed") == Leads, () => $"all have ended; the app wrote:\n{app.Output}", Patience);

        var leads = await LeadsAsync(app, path);
        Assert.All(leads, lead => Assert.Equal(Text(lead, "phone_number").EndsWith('7') ? "dropped" : "converted", Text(lead, "outcome")));
        Assert.Equal(leads.Select(lead => Text(lead, "phone_number")).Order(), calls.Values.Order());
        Assert.Equal(0, await app.StopAsync());
    }

    // As a provider does that makes one call for a key: the same key is the same call.
    private static ProviderReply Placed(ConcurrentDictionary<string, string> calls, ProviderRequestSeen request)
    {
        var reply = DocumentedAnswers.CallCreated(request);
        calls[JsonNode.Parse(reply.Body)!["id"]!.GetValue<string>()] = request.Json.GetProperty("to").GetString()!;
        return reply;
    }
}
