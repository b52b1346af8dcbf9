using Cadenza.Domain.Delivery;
using Cadenza.Functions.Delivery.Smtp;
using Cadenza.TestKit.Smtp;

namespace Cadenza.Functions.Tests.Delivery.Smtp;

/// <summary>A real SMTP server and a delivery to it.</summary>
internal sealed class SmtpWorld : IAsyncDisposable
{
    private readonly SmtpDelivery _delivery;

    private SmtpWorld(SmtpServer server, SmtpDelivery delivery)
    {
        Server = server;
        _delivery = delivery;
    }

    public SmtpServer Server { get; }

    public static async Task<SmtpWorld> StartAsync(SmtpServerOptions? options = null, Func<SmtpOptions, SmtpOptions>? change = null, TimeProvider? clock = null)
    {
        var server = await SmtpServer.StartAsync(options);
        var settings = new SmtpOptions { Host = SmtpServer.Host, Port = server.Port, Security = SmtpSecurity.None };
        return new SmtpWorld(server, new SmtpDelivery(change?.Invoke(settings) ?? settings, clock ?? TimeProvider.System));
    }

    public async Task<DeliveryOutcome> SendAsync(EmailMessage message) => (await SendAllAsync(message))[0];

    public Task<IReadOnlyList<DeliveryOutcome>> SendAllAsync(params EmailMessage[] messages) => _delivery.SendAsync(messages, TestContext.Current.CancellationToken);

    /// <summary>Sends a mail that the server is to take, and gives it as it came.</summary>
    public async Task<ReceivedMail> ReceiveAsync(EmailMessage message)
    {
        Server.Clear();
        var outcome = await SendAsync(message);
        Assert.True(outcome is DeliveryOutcome.Sent, outcome.ToString());
        return Assert.Single(await Server.ReceivedAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _delivery.Dispose();
        await Server.DisposeAsync();
    }
}
