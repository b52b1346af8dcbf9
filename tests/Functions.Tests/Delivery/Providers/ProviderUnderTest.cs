using Cadenza.Domain.Delivery;
using Cadenza.Functions.Delivery;
using Cadenza.Functions.Delivery.Calls;
using Cadenza.Functions.Delivery.Providers;
using Cadenza.Functions.Delivery.Twilio;
using Cadenza.Functions.Delivery.WhatsApp;
using Cadenza.TestKit.Providers;

namespace Cadenza.Functions.Tests.Delivery.Providers;

/// <summary>The three providers that are spoken to by HTTP, each as its own delivery over a real connection.</summary>
internal static class ProviderUnderTest
{
    public const string Secret = "s3cr3t-of-the-tests";

    public static ProviderOptions Options(string address, int connections = 4, double timeoutSeconds = 20) =>
        new(new Uri(address + "/"), TimeSpan.FromSeconds(timeoutSeconds), connections);

    public static HttpDelivery Twilio(ProviderOptions options, string? service = null) =>
        new(new TwilioProvider(new TwilioOptions(options, "AC0123", Secret, service is null ? "+15005550006" : null, service)), options, TimeProvider.System);

    public static HttpDelivery WhatsApp(ProviderOptions options) =>
        new(new CloudProvider(new WhatsAppOptions(options, Secret)), options, TimeProvider.System);

    public static HttpDelivery Calls(ProviderOptions options) =>
        new(new CallProvider(new CallOptions(options, Secret)), options, TimeProvider.System);

    /// <summary>A provider by the name of its channel, with a message for it.</summary>
    public static (HttpDelivery Delivery, OutboundMessage Message) Of(string channel, ProviderOptions options) => channel switch
    {
        "sms" => (Twilio(options), Messages.Sms()),
        "whatsapp" => (WhatsApp(options), Messages.WhatsApp()),
        "call" => (Calls(options), Messages.Call()),
        _ => throw new ArgumentOutOfRangeException(nameof(channel)),
    };

    /// <summary>What comes of one message when the provider answers like this.</summary>
    public static async Task<DeliveryOutcome> OutcomeAsync(string channel, ProviderReply reply, double timeoutSeconds = 20)
    {
        await using var server = await ProviderServer.StartAsync();
        server.Answer = _ => reply;
        var (delivery, message) = Of(channel, Options(server.Address, timeoutSeconds: timeoutSeconds));
        using (delivery) return await SendAsync(delivery, message);
    }

    public static async Task<DeliveryOutcome> SendAsync(IMessageDelivery delivery, OutboundMessage message) =>
        (await delivery.SendAsync([message], TestContext.Current.CancellationToken)).Single();
}
