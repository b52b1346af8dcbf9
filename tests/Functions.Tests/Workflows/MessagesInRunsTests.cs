using Cadenza.Domain.Execution;
using Cadenza.TestKit.Providers;

namespace Cadenza.Functions.Tests.Workflows;

/// <summary>D4, D8: messages and webhooks as steps of runs, from the event over HTTP to what leaves the app.</summary>
public sealed class MessagesInRunsTests
{
    [Fact]
    public async Task Run_SendsMailAndCallsAnotherSystem_WithWhatTheTriggerSays()
    {
        await using var app = new AppFixture { Settings = [("Cadenza__Webhooks__AllowPrivateAddresses", "true")] };
        await app.InitializeAsync();
        await using var server = await ProviderServer.StartAsync();
        server.Answer = _ => new ProviderReply(200, """{"ticket":17}""");
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync("lead_created", $$$$"""
            [
                {"id":"mail","type":"send_email","config":{"to":"{{trigger.email}}","subject":"Hello {{trigger.first_name}}","body":"<p>Hi {{trigger.firstName}}</p>"}},
                {"id":"call","type":"webhook","config":{"url":"{{{{server.Address}}}}/leads","body":{"lead":"{{trigger.id}}","score":"{{trigger.score}}","mail":"{{mail.status}}"}}},
                {"id":"text","type":"send_sms","config":{"to":"{{trigger.phone}}","message":"Ticket {{call.body.ticket}}"}}
            ]
            """);

        await world.SendAsync("lead_created", """{"module":"leads","entity":{"id":"l1","firstName":"<i>Ada</i>","email":"ada@example.com","score":42,"phone":"+4915112345678"}}""");

        var run = Assert.Single(await world.RunsAsync(workflow, 1));
        Assert.Equal(RunStatus.Completed, run.Status);
        var hook = Assert.Single(server.Requests);
        Assert.Equal("""{"lead":"l1","score":42,"mail":"sent"}""", hook.Body);
        Assert.StartsWith("msg_", hook.Headers["webhook-id"], StringComparison.Ordinal);
        using var response = await world.Client.CallAsync("GET", "/outbox");
        var outbox = (await response.JsonAsync(200)).GetProperty("data").EnumerateArray().ToDictionary(message => message.GetProperty("channel").GetString()!);
        Assert.Equal(2, outbox.Count);
        Assert.Equal("ada@example.com", outbox["email"].GetProperty("to").GetString());
        Assert.Equal("Hello <i>Ada</i>", outbox["email"].GetProperty("subject").GetString());
        Assert.Equal("<p>Hi &lt;i&gt;Ada&lt;/i&gt;</p>", outbox["email"].GetProperty("body").GetString());
        Assert.Equal("Ticket 17", outbox["sms"].GetProperty("body").GetString());
    }

    /// <summary>Nobody who may name a URL reaches the machine through it.</summary>
    [Fact]
    public async Task Run_WhenAWebhookNamesThisMachine_FailsWithoutAConnection()
    {
        await using var app = new AppFixture();
        await app.InitializeAsync();
        await using var server = await ProviderServer.StartAsync();
        var world = await WorkflowWorld.CreateAsync(app);
        var port = new Uri(server.Address).Port;
        var workflow = await world.ActivateAsync("lead_created", $$$"""[{"id":"call","type":"webhook","config":{"url":"http://localhost:{{{port}}}/"}}]""");

        await world.SendAsync("lead_created", """{"module":"leads","entity":{"id":"l1"}}""");

        var run = Assert.Single(await world.RunsAsync(workflow, 1));
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Equal("address_refused", run.Journal.Single().Code);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Run_WhenTheReceiverIsBusy_TriesAgainWithTheSameId()
    {
        await using var app = new AppFixture { Settings = [("Cadenza__Webhooks__AllowPrivateAddresses", "true")] };
        await app.InitializeAsync();
        await using var server = await ProviderServer.StartAsync();
        server.Answer = _ => server.Requests.Count == 1 ? new ProviderReply(503, "") { RetryAfter = "1" } : new ProviderReply(200, "");
        var world = await WorkflowWorld.CreateAsync(app);
        var workflow = await world.ActivateAsync("lead_created", $$$"""[{"id":"call","type":"webhook","config":{"url":"{{{server.Address}}}"}}]""");

        await world.SendAsync("lead_created", """{"module":"leads","entity":{"id":"l1"}}""");

        var run = Assert.Single(await world.RunsAsync(workflow, 1));
        Assert.Equal(RunStatus.Completed, run.Status);
        Assert.Equal(2, server.Requests.Count);
        Assert.Single(server.Requests.Select(request => request.Headers["webhook-id"]).Distinct());
    }
}
