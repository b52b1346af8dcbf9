using System.Text;
using Cadenza.Domain.Delivery;
using Cadenza.TestKit.Providers;

namespace Cadenza.Functions.Tests.Delivery.Providers;

/// <summary>B3: text messages, and WhatsApp through Twilio, as Twilio documents its Messages resource.</summary>
public sealed class TwilioTests : IAsyncLifetime
{
    private const string Content = "HX0123456789abcdef0123456789abcdef";

    private ProviderServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ProviderServer.StartAsync();
        _server.Answer = DocumentedAnswers.TwilioCreated;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Send_Sms_PostsTheDocumentedFormOnceAndKeepsTheSid()
    {
        using var twilio = ProviderUnderTest.Twilio(ProviderUnderTest.Options(_server.Address));

        var outcome = await ProviderUnderTest.SendAsync(twilio, Messages.Sms());

        var request = Assert.Single(_server.Requests);
        Assert.Equal(("POST", "/2010-04-01/Accounts/AC0123/Messages.json"), (request.Method, request.Path));
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"AC0123:{ProviderUnderTest.Secret}")), request.Headers["authorization"]);
        Assert.Equal("application/x-www-form-urlencoded", request.Headers["content-type"]);
        Assert.Equal([("To", "+4930000001"), ("From", "+15005550006"), ("Body", "Grüße & more = 100 %")], request.Form);
        Assert.StartsWith("SM", Assert.IsType<DeliveryOutcome.Sent>(outcome).ProviderMessageId, StringComparison.Ordinal);
        Assert.False(twilio.IsIdempotent);
    }

    [Fact]
    public async Task Send_SmsThroughAMessagingService_NamesTheServiceInsteadOfASender()
    {
        using var twilio = ProviderUnderTest.Twilio(ProviderUnderTest.Options(_server.Address), service: "MG0123");

        await ProviderUnderTest.SendAsync(twilio, Messages.Sms(body: "Hi"));

        Assert.Equal([("To", "+4930000001"), ("MessagingServiceSid", "MG0123"), ("Body", "Hi")], Assert.Single(_server.Requests).Form);
    }

    [Fact]
    public async Task Send_WhatsApp_PostsTheContentWithItsVariablesInOrder()
    {
        using var twilio = ProviderUnderTest.Twilio(ProviderUnderTest.Options(_server.Address));
        var message = Messages.WhatsApp(sender: "whatsapp:+14155238886", template: Content) with
        {
            Components =
            [
                new("header", null, null, [new WhatsAppValue.Location("52.5", "13.4", "Office", "Main St 1")]),
                new("body", null, null, [new WhatsAppValue.Text("Ada", null), new WhatsAppValue.Text("12 €", "price")]),
                new("button", "url", "0", [new WhatsAppValue.Text("track/7", null)]),
            ],
        };

        await ProviderUnderTest.SendAsync(twilio, message);

        var request = Assert.Single(_server.Requests);
        Assert.Equal("whatsapp:+4930000001", request.Field("To"));
        Assert.Equal("whatsapp:+14155238886", request.Field("From"));
        Assert.Equal(Content, request.Field("ContentSid"));
        Assert.DoesNotContain(request.Form, field => field.Name == "Body");
        var variables = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, string>>(request.Field("ContentVariables"));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["1"] = "52.5",
                ["2"] = "13.4",
                ["3"] = "Office",
                ["4"] = "Main St 1",
                ["5"] = "Ada",
                ["price"] = "12 €",
                ["6"] = "track/7",
            },
            variables);
    }

    [Theory]
    [InlineData(400, 21211, "twilio_21211")]
    [InlineData(400, 21610, "twilio_21610")]
    [InlineData(400, 21408, "twilio_21408")]
    [InlineData(404, 20404, "twilio_20404")]
    public async Task Send_WhenRefusedForGood_FailsWithTwiliosCode(int status, int code, string expected)
    {
        var failure = Assert.IsType<DeliveryOutcome.PermanentFailure>(
            await ProviderUnderTest.OutcomeAsync("sms", DocumentedAnswers.TwilioError(status, code)));

        Assert.Equal(expected, failure.Code);
        Assert.DoesNotContain("5005550001", failure.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429, 20429, DeliveryCode.RateLimited)]
    [InlineData(429, 14107, DeliveryCode.RateLimited)]
    [InlineData(400, 21611, DeliveryCode.RateLimited)]
    [InlineData(401, 20003, DeliveryCode.AuthenticationFailed)]
    [InlineData(403, 20003, DeliveryCode.AuthenticationFailed)]
    [InlineData(503, 20503, DeliveryCode.RejectedTemporarily)]
    public async Task Send_WhenRefusedForNow_IsTemporary(int status, int code, string expected) => Assert.Equal(
        expected,
        Assert.IsType<DeliveryOutcome.TemporaryFailure>(await ProviderUnderTest.OutcomeAsync("sms", DocumentedAnswers.TwilioError(status, code))).Code);

    /// <summary>Twilio knows no idempotency key: an error of its own may have come after the message was queued.</summary>
    [Theory]
    [InlineData(500, 20500)]
    [InlineData(502, 20502)]
    [InlineData(504, 20504)]
    public async Task Send_WhenTwilioBreaks_IsUnknown(int status, int code) => Assert.Equal(
        DeliveryCode.ProviderFailed,
        Assert.IsType<DeliveryOutcome.Unknown>(await ProviderUnderTest.OutcomeAsync("sms", DocumentedAnswers.TwilioError(status, code))).Code);

    [Fact]
    public async Task Send_WhenTakenAndGivenUpAtOnce_Fails() => Assert.Equal(
        "twilio_30007",
        Assert.IsType<DeliveryOutcome.PermanentFailure>(await ProviderUnderTest.OutcomeAsync(
            "sms", new ProviderReply(201, """{"sid":"SM1","status":"failed","error_code":30007}"""))).Code);
}
