using System.Text.Json.Nodes;
using Cadenza.Domain.Delivery;
using Cadenza.TestKit.Providers;

namespace Cadenza.Functions.Tests.Delivery.Providers;

/// <summary>B4: "The rendered provider request is the WhatsApp Cloud API template message."</summary>
public sealed class CloudTests : IAsyncLifetime
{
    private ProviderServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ProviderServer.StartAsync();
        _server.Answer = DocumentedAnswers.CloudAccepted;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Send_PostsTheDocumentedTemplateMessageOnceAndKeepsItsId()
    {
        using var cloud = ProviderUnderTest.WhatsApp(ProviderUnderTest.Options(_server.Address + "/v23.0"));
        var message = Messages.WhatsApp() with
        {
            Components =
            [
                new("header", null, null, [new WhatsAppValue.Media("image", "https://example.com/a.png")]),
                new("body", null, null, [new WhatsAppValue.Text("Grüße", null), new WhatsAppValue.Text("7", "order")]),
                new("button", "url", "1", [new WhatsAppValue.Text("track/7", null)]),
            ],
        };

        var outcome = await ProviderUnderTest.SendAsync(cloud, message);

        var request = Assert.Single(_server.Requests);
        Assert.Equal(("POST", "/v23.0/106540352242922/messages"), (request.Method, request.Path));
        Assert.Equal("Bearer " + ProviderUnderTest.Secret, request.Headers["authorization"]);
        Assert.Equal("application/json", request.Headers["content-type"]);
        AssertJson(
            """
            {"messaging_product":"whatsapp","recipient_type":"individual","to":"+4930000001","type":"template",
             "template":{"name":"order_update","language":{"code":"en_US"},"components":[
              {"type":"header","parameters":[{"type":"image","image":{"link":"https://example.com/a.png"}}]},
              {"type":"body","parameters":[{"type":"text","text":"Grüße"},{"type":"text","parameter_name":"order","text":"7"}]},
              {"type":"button","sub_type":"url","index":"1","parameters":[{"type":"text","text":"track/7"}]}]}}
            """,
            request.Body);
        Assert.StartsWith("wamid.", Assert.IsType<DeliveryOutcome.Sent>(outcome).ProviderMessageId, StringComparison.Ordinal);
        Assert.False(cloud.IsIdempotent);
    }

    [Theory]
    [InlineData("video", """{"type":"video","video":{"link":"https://example.com/a"}}""")]
    [InlineData("document", """{"type":"document","document":{"link":"https://example.com/a"}}""")]
    [InlineData("location", """{"type":"location","location":{"latitude":"52.5","longitude":"13.4","name":"Office","address":"Main St 1"}}""")]
    public async Task Send_WritesEveryKindOfHeader(string kind, string expected)
    {
        using var cloud = ProviderUnderTest.WhatsApp(ProviderUnderTest.Options(_server.Address));
        WhatsAppValue value = kind == "location"
            ? new WhatsAppValue.Location("52.5", "13.4", "Office", "Main St 1")
            : new WhatsAppValue.Media(kind, "https://example.com/a");

        await ProviderUnderTest.SendAsync(cloud, Messages.WhatsApp() with { Components = [new("header", null, null, [value])] });

        var header = Assert.Single(_server.Requests).Json.GetProperty("template").GetProperty("components")[0];
        AssertJson($$"""{"type":"header","parameters":[{{expected}}]}""", header.GetRawText());
    }

    [Fact]
    public async Task Send_WhenTheTemplateHasNoPlaces_SendsNoComponents()
    {
        using var cloud = ProviderUnderTest.WhatsApp(ProviderUnderTest.Options(_server.Address));

        await ProviderUnderTest.SendAsync(cloud, Messages.WhatsApp() with { Components = [] });

        AssertJson("""{"name":"order_update","language":{"code":"en_US"}}""", Assert.Single(_server.Requests).Json.GetProperty("template").GetRawText());
    }

    /// <summary>The sender is named by an organization and is part of the address: it must not lead anywhere else.</summary>
    [Theory]
    [InlineData("..")]
    [InlineData("1/../../me")]
    [InlineData("1?access_token=x")]
    [InlineData("1#")]
    [InlineData("%2e%2e")]
    [InlineData("//evil.example")]
    [InlineData("１")]
    public async Task Send_WhenTheSenderIsNoId_RefusesWithoutAsking(string sender)
    {
        using var cloud = ProviderUnderTest.WhatsApp(ProviderUnderTest.Options(_server.Address));

        var outcome = await ProviderUnderTest.SendAsync(cloud, Messages.WhatsApp(sender: sender));

        Assert.Equal(DeliveryCode.InvalidSender, Assert.IsType<DeliveryOutcome.PermanentFailure>(outcome).Code);
        Assert.Empty(_server.Requests);
    }

    [Theory]
    [InlineData(404, 132001)]
    [InlineData(400, 132000)]
    [InlineData(400, 131026)]
    [InlineData(400, 100)]
    public async Task Send_WhenRefusedForGood_FailsWithTheApisCode(int status, int code) => Assert.Equal(
        $"whatsapp_{code}",
        Assert.IsType<DeliveryOutcome.PermanentFailure>(await ProviderUnderTest.OutcomeAsync("whatsapp", DocumentedAnswers.CloudError(status, code))).Code);

    [Theory]
    [InlineData(400, 4, DeliveryCode.RateLimited)]
    [InlineData(400, 80007, DeliveryCode.RateLimited)]
    [InlineData(400, 130429, DeliveryCode.RateLimited)]
    [InlineData(400, 131056, DeliveryCode.RateLimited)]
    [InlineData(503, 2, DeliveryCode.RejectedTemporarily)]
    [InlineData(500, 131000, DeliveryCode.RejectedTemporarily)]
    [InlineData(500, 131016, DeliveryCode.RejectedTemporarily)]
    [InlineData(401, 190, DeliveryCode.AuthenticationFailed)]
    [InlineData(403, 10, DeliveryCode.AuthenticationFailed)]
    [InlineData(500, 3, DeliveryCode.AuthenticationFailed)]
    [InlineData(403, 368, DeliveryCode.AuthenticationFailed)]
    public async Task Send_WhenRefusedForNow_IsTemporary(int status, int code, string expected) => Assert.Equal(
        expected,
        Assert.IsType<DeliveryOutcome.TemporaryFailure>(await ProviderUnderTest.OutcomeAsync("whatsapp", DocumentedAnswers.CloudError(status, code))).Code);

    private static void AssertJson(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), $"expected {expected}\nbut was {actual}");
}
