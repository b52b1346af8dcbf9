using System.Text;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Organizations;
using Cadenza.Functions.Delivery.Webhooks;
using Cadenza.Functions.Workflows.Actions;
using Cadenza.Functions.Workflows.Actions.Webhooks;
using Cadenza.TestKit.Providers;

namespace Cadenza.Functions.Tests.Workflows.Actions;

/// <summary>D8: the step <c>webhook</c>.</summary>
public sealed class SendWebhookTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static readonly OrganizationId Organization = OrganizationId.Parse("webhook-org");

    [Fact]
    public async Task Perform_CallsTheReceiver_AndGivesItsAnswer()
    {
        await using var server = await ProviderServer.StartAsync();
        server.Answer = _ => new ProviderReply(201, """{"id":7,"tags":["a"]}""");

        var result = await PerformAsync($$"""
            {"url":"{{server.Address}}/leads?x=1","method":"put","headers":{"X-Team":"blue","Authorization":"Bearer t"},
             "body":{"name":"Ada","amount":12.5},"secret":"{{Secret}}"}
            """);

        Assert.Equal(201, ActionCalls.Output(result, "status").AsNumber);
        Assert.Equal(Value.Parse("""{"id":7,"tags":["a"]}"""), ActionCalls.Output(result, "body"));
        var seen = Assert.Single(server.Requests);
        Assert.Equal(("PUT", "/leads?x=1", """{"name":"Ada","amount":12.5}"""), (seen.Method, seen.Path, seen.Body));
        Assert.Equal(("blue", "Bearer t"), (seen.Headers["x-team"], seen.Headers["authorization"]));
        Assert.True(WebhookSecret.TryParse(Secret, out var secret));
        var time = DateTimeOffset.FromUnixTimeSeconds(long.Parse(seen.Headers["webhook-timestamp"], System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(secret.Verify(seen.Headers["webhook-signature"], seen.Headers["webhook-id"], time, Encoding.UTF8.GetBytes(seen.Body), DateTimeOffset.UtcNow));
    }

    // JSON by its grammar, but half of a character: no text that could be kept or sent on.
    [Theory]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"\udc00":1}""")]
    [InlineData("""["\ud83dx"]""")]
    public async Task Perform_WhenTheAnswerIsNoText_IsDoneAndGivesItAsItCame(string answer)
    {
        await using var server = await ProviderServer.StartAsync();
        server.Answer = _ => new ProviderReply(200, answer);

        var result = await PerformAsync($$"""{"url":"{{server.Address}}"}""");

        Assert.Equal(answer, ActionCalls.Output(result, "body").AsText);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Perform_WhenTriedAgain_HasTheSameWebhookId_AndAnotherStepHasAnother()
    {
        await using var server = await ProviderServer.StartAsync();
        server.Answer = _ => new ProviderReply(200, "");
        var call = ActionCalls.Of(Organization, "webhook", $$"""{"url":"{{server.Address}}"}""");
        using var client = Client();
        var action = new SendWebhook(client);

        await action.PerformAsync(call, TestContext.Current.CancellationToken);
        await action.PerformAsync(call with { Attempt = 2, Now = call.Now.AddMinutes(1) }, TestContext.Current.CancellationToken);
        await action.PerformAsync(call with { EffectKey = "run|step_2|1" }, TestContext.Current.CancellationToken);

        var ids = server.Requests.Select(request => request.Headers["webhook-id"]).ToList();
        Assert.Equal(ids[0], ids[1]);
        Assert.NotEqual(ids[0], ids[2]);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "\"data\":{\"email\":\"ada@example.com\"}")]
    public async Task Perform_WithoutABody_TellsWhatStartedTheRun(string method, string part)
    {
        await using var server = await ProviderServer.StartAsync();
        server.Answer = _ => new ProviderReply(200, "");

        await PerformAsync($$"""{"url":"{{server.Address}}","method":"{{method}}"}""", """{"email":"ada@example.com"}""");

        var body = Assert.Single(server.Requests).Body;
        Assert.Equal(part.Length == 0, body.Length == 0);
        Assert.Contains(part, body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "rejected", false)]
    [InlineData(404, "rejected", false)]
    [InlineData(302, "redirected", false)]
    [InlineData(408, "receiver_failed", true)]
    [InlineData(429, "rate_limited", true)]
    [InlineData(500, "receiver_failed", true)]
    [InlineData(503, "receiver_failed", true)]
    public async Task Perform_WhenTheReceiverRefuses_FailsForNowOrForGood(int status, string code, bool isTemporary)
    {
        await using var server = await ProviderServer.StartAsync();
        server.Answer = _ => new ProviderReply(status, "secret words") { RetryAfter = "30", Location = server.Address + "/elsewhere" };

        var failed = Assert.IsType<StepResult.Failed>(await PerformAsync($$"""{"url":"{{server.Address}}"}"""));

        Assert.Equal((code, isTemporary, TimeSpan.FromSeconds(30)), (failed.Code, failed.IsTemporary, failed.RetryAfter));
        Assert.DoesNotContain("secret words", failed.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Perform_WhenTheAddressIsPrivate_IsRefusedForGood()
    {
        await using var server = await ProviderServer.StartAsync();
        using var client = new WebhookClient(new WebhookOptions(AllowPrivateAddresses: false, TimeSpan.FromSeconds(5)), TimeProvider.System);

        var result = await new SendWebhook(client).PerformAsync(
            ActionCalls.Of(Organization, "webhook", $$"""{"url":"{{server.Address}}"}"""), TestContext.Current.CancellationToken);

        var failed = Assert.IsType<StepResult.Failed>(result);
        Assert.Equal((WebhookCodes.AddressRefused, false), (failed.Code, failed.IsTemporary));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Perform_InATestRun_SendsNothingAndSaysSo()
    {
        await using var server = await ProviderServer.StartAsync();
        using var client = Client();

        var result = await new SendWebhook(client).PerformAsync(
            ActionCalls.Of(Organization, "webhook", $$"""{"url":"{{server.Address}}"}""") with { IsTest = true }, TestContext.Current.CancellationToken);

        Assert.False(ActionCalls.Output(result, "sent").AsBoolean);
        Assert.Equal("test_run", ActionCalls.Output(result, "reason").AsText);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"url":"ftp://example.com"}""")]
    [InlineData("""{"url":"https://u:p@example.com"}""")]
    [InlineData("""{"url":"https://example.com","method":"TRACE"}""")]
    [InlineData("""{"url":"https://example.com","secret":"hunter2"}""")]
    [InlineData("""{"url":"https://example.com","headers":["x"]}""")]
    [InlineData("""{"url":"https://example.com","headers":{"Host":"x"}}""")]
    [InlineData("""{"url":"https://example.com","headers":{"X-A":"a\r\nX-B: b"}}""")]
    public async Task Perform_WhenItsSettingsAreNone_FailsForGoodAndTellsNoSecret(string input)
    {
        var failed = Assert.IsType<StepResult.Failed>(await PerformAsync(input));

        Assert.Equal(("invalid_input", false), (failed.Code, failed.IsTemporary));
        Assert.DoesNotContain("hunter2", failed.Message, StringComparison.Ordinal);
    }

    private static WebhookClient Client() => new(new WebhookOptions(AllowPrivateAddresses: true, TimeSpan.FromSeconds(10)), TimeProvider.System);

    private static async Task<StepResult> PerformAsync(string input, string trigger = "{}")
    {
        using var client = Client();
        return await new SendWebhook(client).PerformAsync(ActionCalls.Of(Organization, "webhook", input, trigger), TestContext.Current.CancellationToken);
    }
}
