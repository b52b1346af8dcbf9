using System.Globalization;
using Cadenza.TestKit;
using Cadenza.TestKit.Apps;
using Cadenza.TestKit.Providers;

namespace Cadenza.EndToEnd.Tests;

/// <summary>
/// Proof of C8: what happened to leads is told though the app is killed again and again, between any two writes: each event at
/// least once, and always under the same <c>webhook-id</c>.
/// </summary>
public sealed class LeadWebhookKillTests(ITestOutputHelper report)
{
    private const int Leads = 400;
    private const int Kills = 6;
    private static readonly string[] Events = ["lead.enrolled", "lead.step", "lead.completed"];

    [Fact]
    public async Task Webhooks_WhenTheAppIsKilled_AreToldEachEvent()
    {
        var seed = Random.Shared.Next();
        report.WriteLine($"random seed {seed}");
        var random = new Random(seed);
        await using var receiver = await ProviderServer.StartAsync();
        receiver.Answer = static _ => new ProviderReply(200, "");
        // As receivers are: not at once, so that a kill meets attempts under way.
        receiver.BeforeAnswer = static () => Task.Delay(50);
        // An attempt that was cut short is made again when its claim has run out, which takes a quarter of a minute more than this.
        await using var app = await AppProcess.StartAsync(new AppOptions
        {
            Settings = new Dictionary<string, string> { ["Cadenza__Webhooks__AllowPrivateAddresses"] = "true", ["Cadenza__Webhooks__TimeoutSeconds"] = "1" },
        });
        await app.Api.PostAsync("/v1/user-webhooks", new { url = receiver.Address + "/hook", events = Events });
        var workflow = (await app.Api.PostAsync("/v1/workflows", new { name = "Win" })).GetProperty("id").GetString()!;
        await app.Api.PostAsync($"/v1/workflows/{workflow}/nodes", new { node_type = "CONVERTED" });
        await app.Api.PostAsync($"/v1/workflows/{workflow}/activate", new { });
        var people = Enumerable.Range(0, Leads).Select(number => new { phone_number = string.Create(CultureInfo.InvariantCulture, $"+1415{number:D7}") }).ToList();
        await app.Api.PostAsync($"/v1/workflows/{workflow}/leads", people);

        for (var kill = 0; kill < Kills; kill++)
        {
            // Not waiting for anything: this is the random moment.
            await Task.Delay(random.Next(200, 2000), TestContext.Current.CancellationToken);
            app.Kill();
            app.Launch();
        }

        app.Kill();
        await app.RestartAsync();
        await Eventually.True(
            () => Task.FromResult(receiver.Requests.Select(request => request.Headers["webhook-id"]).Distinct().Count() == Leads * 3),
            () => $"all events came; {receiver.Requests.Select(request => request.Headers["webhook-id"]).Distinct().Count()} of {Leads * 3} did; the app wrote:\n{app.Output}",
            TimeSpan.FromMinutes(3));

        var told = receiver.Requests.Select(request => (
            Id: request.Headers["webhook-id"],
            Event: (request.Json.GetProperty("type").GetString(), request.Json.GetProperty("data").GetProperty("lead").GetProperty("phone_number").GetString()))).Distinct().ToList();
        Assert.Equal(Leads * 3, told.Count);
        Assert.Equal(Leads * 3, told.Select(one => one.Event).Distinct().Count());
        report.WriteLine($"{Leads * 3} events, {Kills} kills: {receiver.Requests.Count - (Leads * 3)} came again");
        Assert.Equal(0, await app.StopAsync());
    }
}
