using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Cadenza.Domain.Delivery;
using Cadenza.Functions.Delivery.Smtp;
using Cadenza.TestKit.Smtp;

namespace Cadenza.Functions.Tests.Delivery.Smtp;

public sealed class SmtpDeliveryTests : IAsyncLifetime
{
    private SmtpServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await SmtpServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task SendAsync_WhenAccepted_DeliversTheMessageAsWritten()
    {
        var message = Mails.Plain() with
        {
            SenderName = "Zoë von Müller",
            Subject = "Grüße ✓ " + string.Concat(Enumerable.Repeat("sehr lang ", 20)),
            Body = "Здравствуйте,\n\n.a line that begins with a dot\n" + new string('x', 3000) + "\nend ✓",
        };

        var outcome = await SendAsync(message);

        var mail = Assert.Single(await _server.ReceivedAsync());
        Assert.Equal(message.From, mail.From);
        Assert.Equal(message.To, mail.To);
        Assert.Equal(("Zoë von Müller", "sales@cadenza.example"), (mail.FromName, mail.FromAddress));
        Assert.Equal(message.Subject.Trim(), mail.Subject);
        Assert.Equal(message.Body, mail.Text.ReplaceLineEndings("\n"));
        Assert.Null(mail.Html);
        Assert.Equal("text/plain", mail.ContentType);
        Assert.Equal(new DeliveryOutcome.Sent(mail.MessageId), outcome);
    }

    [Fact]
    public async Task SendAsync_WhenTheTextIsAscii_SendsItUnencoded()
    {
        await SendAsync(Mails.Plain() with { Body = "one\n.two\n..\n" });

        var mail = Assert.Single(await _server.ReceivedAsync());
        Assert.Contains("\r\n\r\none\r\n.two\r\n..\r\n", mail.Raw, StringComparison.Ordinal);
        Assert.Contains("7bit", mail.Raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_WhenHtml_AddsATextForReadersWithout()
    {
        await SendAsync(Mails.Plain() with { Body = "<p>Grüße &amp; <b>Dank</b></p>", IsHtml = true });

        var mail = Assert.Single(await _server.ReceivedAsync());
        Assert.Equal("text/plain, text/html", mail.ContentType);
        Assert.StartsWith("multipart/alternative", mail.Headers["content-type"], StringComparison.Ordinal);
        Assert.Equal("Grüße & Dank", mail.Text);
        Assert.Equal("<p>Grüße &amp; <b>Dank</b></p>", mail.Html);
    }

    [Fact]
    public async Task SendAsync_WhenTheBodyIsEmpty_StillDelivers()
    {
        Assert.IsType<DeliveryOutcome.Sent>(await SendAsync(Mails.Plain() with { Body = "", Subject = "" }));
        Assert.Equal("", Assert.Single(await _server.ReceivedAsync()).Text);
    }

    [Fact]
    public async Task SendAsync_WhenRepeated_CarriesTheSameMessageIdAndKey()
    {
        var message = Mails.Plain();
        await SendAsync(message);
        await SendAsync(message);
        await SendAsync(message with { IdempotencyKey = "other" });

        var expected = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(message.IdempotencyKey)));
        var mails = await _server.ReceivedAsync();
        Assert.Equal([$"{expected}@cadenza.example", $"{expected}@cadenza.example"], mails.Take(2).Select(mail => mail.MessageId));
        Assert.Equal(message.IdempotencyKey, mails[0].Key);
        Assert.NotEqual(mails[0].MessageId, mails[2].MessageId);
    }

    [Theory]
    [InlineData(AtData.Drop)]
    [InlineData(AtData.AcceptAndDrop)]
    public async Task SendAsync_WhenTheConnectionBreaksAfterTheMail_IsUnknownAndNotRepeated(AtData what)
    {
        await _server.ConfigureAsync(new SmtpBehavior { AtData = what });

        var outcome = await SendAsync(Mails.Plain());

        Assert.Equal((nameof(DeliveryOutcome.Unknown), DeliveryCode.ConnectionLost), Describe(outcome));
        Assert.Equal(what == AtData.Drop ? 0 : 1, (await _server.ReceivedAsync()).Count);
    }

    [Fact]
    public async Task SendAsync_WhenTheServerNeverAnswersTheMail_IsUnknownAfterTheTimeout()
    {
        await _server.ConfigureAsync(new SmtpBehavior { AtData = AtData.Hang });

        // Long enough to come as far as the mail's text on a busy machine.
        var outcomes = await SendAsync(Options with { Timeout = TimeSpan.FromSeconds(4) }, [Mails.Plain()]);

        Assert.Equal((nameof(DeliveryOutcome.Unknown), DeliveryCode.TimedOut), Describe(outcomes[0]));
    }

    [Fact]
    public async Task SendAsync_WhenNobodyListens_IsTemporary()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var outcomes = await SendAsync(Options with { Port = port }, [Mails.Plain()]);

        Assert.Equal((nameof(DeliveryOutcome.TemporaryFailure), DeliveryCode.ConnectFailed), Describe(outcomes[0]));
    }

    [Fact]
    public async Task SendAsync_WhenTheHostIsUnknown_IsTemporary()
    {
        var outcomes = await SendAsync(Options with { Host = "no-such-host.invalid" }, [Mails.Plain()]);

        Assert.Equal((nameof(DeliveryOutcome.TemporaryFailure), DeliveryCode.ConnectFailed), Describe(outcomes[0]));
    }

    [Fact]
    public async Task SendAsync_WhenTheServerNeverGreets_IsTemporaryAfterTheTimeout()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var silent = Options with { Port = ((IPEndPoint)listener.LocalEndpoint).Port, Timeout = TimeSpan.FromSeconds(1) };

        var outcomes = await SendAsync(silent, [Mails.Plain()]);

        Assert.Equal((nameof(DeliveryOutcome.TemporaryFailure), DeliveryCode.TimedOut), Describe(outcomes[0]));
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("Ada <ada@example.com>")]
    [InlineData("ada@example.com, bob@example.com")]
    [InlineData("ada@example.com\r\nBcc: bob@example.com")]
    [InlineData("\"a\r\nRCPT TO:<bob@example.com>\"@example.com")]
    [InlineData("")]
    public async Task SendAsync_WhenAnAddressIsMoreOrLessThanOne_FailsForGoodWithoutAsking(string address)
    {
        var outcomes = await SendAsync(Mails.Plain() with { To = address }, Mails.Plain() with { From = address });

        Assert.Equal((nameof(DeliveryOutcome.PermanentFailure), DeliveryCode.InvalidRecipient), Describe(outcomes[0]));
        Assert.Equal((nameof(DeliveryOutcome.PermanentFailure), DeliveryCode.InvalidSender), Describe(outcomes[1]));
        Assert.Empty(await _server.ReceivedAsync());
    }

    [Fact]
    public async Task SendAsync_WhenNameSubjectOrKeyCarryLineBreaks_TheyAddNoHeader()
    {
        var message = Mails.Plain() with
        {
            SenderName = "Eve\r\nX-Evil: 1",
            Subject = "Hi\r\nX-Evil: 2\r\n\r\nbody",
            IdempotencyKey = "key\r\nX-Evil: 3",
        };

        Assert.IsType<DeliveryOutcome.Sent>(await SendAsync(message));

        var mail = Assert.Single(await _server.ReceivedAsync());
        Assert.DoesNotContain("x-evil", mail.Headers.Keys);
        Assert.Equal("Hi  X-Evil: 2    body", mail.Subject);
        Assert.Equal("Dear contact 1,\nwelcome.", mail.Text.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task SendAsync_WhenTheServerClosedTheKeptConnection_ConnectsAgain()
    {
        var port = _server.Port;
        using var delivery = new SmtpDelivery(Options with { Connections = 1 }, TimeProvider.System);
        Assert.IsType<DeliveryOutcome.Sent>((await delivery.SendAsync([Mails.Plain(1)], TestContext.Current.CancellationToken))[0]);
        await _server.DisposeAsync();
        _server = await SmtpServer.StartAsync(new SmtpServerOptions { Port = port });

        Assert.IsType<DeliveryOutcome.Sent>((await delivery.SendAsync([Mails.Plain(2)], TestContext.Current.CancellationToken))[0]);
        Assert.Single(await _server.ReceivedAsync());
    }

    [Fact]
    public async Task SendAsync_WhenAThousand_UsesNoMoreConnectionsThanConfiguredAndKeepsThem()
    {
        using var delivery = new SmtpDelivery(Options with { Connections = 10 }, TimeProvider.System);
        var waves = Mails.Many(1000).Chunk(delivery.WaveSize);

        await Parallel.ForEachAsync(waves, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (wave, cancellation) =>
            Assert.All(await delivery.SendAsync(wave, cancellation), outcome => Assert.IsType<DeliveryOutcome.Sent>(outcome)));

        var mails = await _server.ReceivedAsync();
        Assert.Equal(1000, mails.Select(mail => mail.Key).Distinct().Count());
        Assert.InRange(mails.Max(mail => mail.MostConnections), 2, 10);
        Assert.InRange(mails.Max(mail => mail.ConnectionsMade), 2, 20);
    }

    [Fact]
    public async Task SendAsync_WhenCancelled_FinishesWhatIsUnderWayAndStopsTheRest()
    {
        await _server.ConfigureAsync(new SmtpBehavior { LatencyMilliseconds = 200 });
        using var stop = new CancellationTokenSource();
        using var delivery = new SmtpDelivery(Options with { Connections = 1 }, TimeProvider.System);

        var sending = delivery.SendAsync(Mails.Many(50), stop.Token);
        await TestKit.Eventually.True(() => _server.Count > 0, "a mail arrives");
        await stop.CancelAsync();
        var outcomes = await sending;

        Assert.IsType<DeliveryOutcome.Sent>(outcomes[0]);
        Assert.Equal((nameof(DeliveryOutcome.TemporaryFailure), DeliveryCode.Stopped), Describe(outcomes[^1]));
        Assert.Equal((await _server.ReceivedAsync()).Count, outcomes.Count(outcome => outcome is DeliveryOutcome.Sent));
    }

    private SmtpOptions Options => new() { Host = SmtpServer.Host, Port = _server.Port, Security = SmtpSecurity.None };

    private async Task<DeliveryOutcome> SendAsync(EmailMessage message) => (await SendAsync(Options, [message]))[0];

    private Task<IReadOnlyList<DeliveryOutcome>> SendAsync(params EmailMessage[] messages) => SendAsync(Options, messages);

    private static async Task<IReadOnlyList<DeliveryOutcome>> SendAsync(SmtpOptions options, EmailMessage[] messages)
    {
        using var delivery = new SmtpDelivery(options, TimeProvider.System);
        return await delivery.SendAsync(messages, TestContext.Current.CancellationToken);
    }

    private static (string Kind, string? Code) Describe(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.TemporaryFailure failure => (nameof(DeliveryOutcome.TemporaryFailure), failure.Code),
        DeliveryOutcome.PermanentFailure failure => (nameof(DeliveryOutcome.PermanentFailure), failure.Code),
        DeliveryOutcome.Unknown unknown => (nameof(DeliveryOutcome.Unknown), unknown.Code),
        _ => (outcome.GetType().Name, null),
    };
}
