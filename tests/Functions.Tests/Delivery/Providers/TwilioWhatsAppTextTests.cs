using Cadenza.Domain.Delivery;
using Cadenza.Functions.Delivery.Providers;
using Cadenza.Functions.Delivery.Twilio;
using Cadenza.TestKit.Providers;

namespace Cadenza.Functions.Tests.Delivery.Providers;

/// <summary>D8: plain texts to WhatsApp through Twilio's Messages resource.</summary>
public sealed class TwilioWhatsAppTextTests
{
    [Theory]
    [InlineData("whatsapp:+15005550001", "+15005550002", "+15005550003", "whatsapp:+15005550001")]
    [InlineData(null, "+15005550002", "+15005550003", "whatsapp:+15005550002")]
    [InlineData(null, "whatsapp:+15005550002", null, "whatsapp:+15005550002")]
    [InlineData(null, null, "+15005550003", "whatsapp:+15005550003")]
    public async Task Send_NamesTheSenderOfTheMessage_ElseTheConfiguredOne(string? sender, string? forWhatsApp, string? forAll, string expected)
    {
        await using var server = await ProviderServer.StartAsync();
        server.Answer = DocumentedAnswers.TwilioCreated;
        using var twilio = Twilio(server.Address, forWhatsApp, forAll);

        var outcome = await ProviderUnderTest.SendAsync(twilio, Text(sender));

        Assert.IsType<DeliveryOutcome.Sent>(outcome);
        Assert.Equal([("To", "whatsapp:+4930000001"), ("From", expected), ("Body", "Grüße & more")], Assert.Single(server.Requests).Form);
    }

    [Fact]
    public async Task Send_WithoutAnySender_FailsForGoodWithoutARequest()
    {
        await using var server = await ProviderServer.StartAsync();
        using var twilio = Twilio(server.Address, null, null);

        var outcome = await ProviderUnderTest.SendAsync(twilio, Text(null));

        Assert.Equal(DeliveryCode.InvalidSender, Assert.IsType<DeliveryOutcome.PermanentFailure>(outcome).Code);
        Assert.Empty(server.Requests);
    }

    private static WhatsAppText Text(string? sender) => new("acme", "key-1", "+4930000001", sender, "Grüße & more");

    private static HttpDelivery Twilio(string address, string? forWhatsApp, string? forAll)
    {
        var provider = ProviderUnderTest.Options(address);
        var options = new TwilioOptions(provider, "AC0123", ProviderUnderTest.Secret, forAll, null) { WhatsAppFrom = forWhatsApp };
        return new HttpDelivery(new TwilioProvider(options), provider, TimeProvider.System);
    }
}
