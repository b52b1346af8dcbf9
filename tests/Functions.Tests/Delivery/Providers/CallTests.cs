using System.Text.Json.Nodes;
using Cadenza.Domain.Delivery;
using Cadenza.TestKit.Providers;

namespace Cadenza.Functions.Tests.Delivery.Providers;

/// <summary>B3: phone calls through a provider that speaks the protocol of docs/providers.md.</summary>
public sealed class CallTests : IAsyncLifetime
{
    private ProviderServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ProviderServer.StartAsync();
        _server.Answer = DocumentedAnswers.CallCreated;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Send_PostsTheDocumentedRequestWithTheLedgerKey()
    {
        using var calls = ProviderUnderTest.Calls(ProviderUnderTest.Options(_server.Address + "/api"));

        var outcome = await ProviderUnderTest.SendAsync(calls, Messages.Call());

        var request = Assert.Single(_server.Requests);
        Assert.Equal(("POST", "/api/calls"), (request.Method, request.Path));
        Assert.Equal("Bearer " + ProviderUnderTest.Secret, request.Headers["authorization"]);
        Assert.Equal(Messages.Key(1), request.Headers["idempotency-key"]);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"agent_id":"agent-7","to":"+4930000001","organization":"org-1","contact":{"id":"contact-1","name":"Ada"}}"""),
            JsonNode.Parse(request.Body)));
        Assert.StartsWith("call-", Assert.IsType<DeliveryOutcome.Sent>(outcome).ProviderMessageId, StringComparison.Ordinal);
    }

    /// <summary>Provider idempotency: the same message again is the same key, and answered with the same call.</summary>
    [Fact]
    public async Task Send_WhenRepeated_IsTheSameCallToTheProvider()
    {
        using var calls = ProviderUnderTest.Calls(ProviderUnderTest.Options(_server.Address));

        var first = await ProviderUnderTest.SendAsync(calls, Messages.Call());
        var again = await ProviderUnderTest.SendAsync(calls, Messages.Call());
        var other = await ProviderUnderTest.SendAsync(calls, Messages.Call(2));

        Assert.True(calls.IsIdempotent);
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.Equal(2, _server.Requests.Select(request => request.Headers["idempotency-key"]).Distinct().Count());
    }

    [Theory]
    [InlineData("""{"code":"agent_unknown","message":"No such agent"}""", "call_agent_unknown")]
    [InlineData("""{"code":"Not A Code\r\n"}""", DeliveryCode.Rejected)]
    [InlineData("""{"code":7}""", DeliveryCode.Rejected)]
    [InlineData("", DeliveryCode.Rejected)]
    public async Task Send_WhenRefusedForGood_FailsWithTheProvidersCode(string body, string code) => Assert.Equal(
        code, Assert.IsType<DeliveryOutcome.PermanentFailure>(await ProviderUnderTest.OutcomeAsync("call", new ProviderReply(422, body))).Code);

    [Fact]
    public async Task Send_WhenTheKeyIsUnderWay_IsTemporary() =>
        Assert.IsType<DeliveryOutcome.TemporaryFailure>(await ProviderUnderTest.OutcomeAsync("call", new ProviderReply(409, "{}")));
}
