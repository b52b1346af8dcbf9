using System.Text;
using Cadenza.Domain.Delivery;
using Cadenza.TestKit.Smtp;

namespace Cadenza.Functions.Tests.Delivery.Smtp;

/// <summary>Size, encodings, headers and kept connections.</summary>
public sealed class SmtpMailTests
{
    [Fact]
    public async Task SendAsync_WhenTheServerTakesSizes_ItIsToldTheSizeOfTheMail()
    {
        await using var world = await SmtpWorld.StartAsync(new SmtpServerOptions { Size = 1_000_000 });

        var mail = await world.ReceiveAsync(Mails.Plain() with { Body = "Grüße\n" + string.Concat(Enumerable.Repeat("ä", 5000)) });

        Assert.Equal(Encoding.UTF8.GetByteCount(mail.Raw), mail.Size);
    }

    [Fact]
    public async Task SendAsync_WhenTheMailIsLargerThanTheServerTakes_ItFailsForGoodUnsent()
    {
        await using var world = await SmtpWorld.StartAsync(new SmtpServerOptions { Size = 20_000 });

        var outcomes = await world.SendAllAsync(Mails.Plain(1) with { Body = new string('x', 30_000) }, Mails.Plain(2));

        Assert.Equal(DeliveryCode.MessageTooLarge, Assert.IsType<DeliveryOutcome.PermanentFailure>(outcomes[0]).Code);
        Assert.IsType<DeliveryOutcome.Sent>(outcomes[1]);
        Assert.Equal("contact2@example.com", Assert.Single(await world.Server.ReceivedAsync()).To);
    }

    [Theory]
    [InlineData("Plain words.\n.\n..\nFrom here", "7bit")]
    [InlineData("Ein paar Grüße in einem sonst schlichten Satz = gut", "quoted-printable")]
    [InlineData("Здравствуйте", "base64")]
    [InlineData("bell \a and tab \t", "quoted-printable")]
    public async Task SendAsync_WhateverTheText_ItArrivesAsWrittenInTheShorterEncoding(string body, string encoding)
    {
        await using var world = await SmtpWorld.StartAsync();

        var mail = await world.ReceiveAsync(Mails.Plain() with { Body = body });

        Assert.Equal(encoding, mail.Headers["content-transfer-encoding"]);
        Assert.Equal(body, mail.Text.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task SendAsync_WhenAMegabyte_ArrivesWhole()
    {
        await using var world = await SmtpWorld.StartAsync();
        var body = string.Concat(Enumerable.Range(0, 20_000).Select(number => $"<p>Zeile {number} mit Grüßen = {number}</p>\n"));

        var mail = await world.ReceiveAsync(Mails.Plain() with { Body = body, IsHtml = true });

        Assert.Equal(body.TrimEnd(), mail.Html!.ReplaceLineEndings("\n").TrimEnd());
        Assert.EndsWith("Zeile 19999 mit Grüßen = 19999", mail.Text.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a@example.com")]
    [InlineData("jörg@example.com")]
    public async Task SendAsync_WhateverTheSender_TheKeyStandsInOneLineAsItIs(string from)
    {
        await using var world = await SmtpWorld.StartAsync();
        const string Key = "default|01a2d37a-9a9e-7000-8f38-5f69c2a1d3aa|000001|000|05|01a22d90-2b1b-7cc0-9c39-0123456789ab";

        var mail = await world.ReceiveAsync(Mails.Plain() with { From = from, IdempotencyKey = Key });

        Assert.Contains($"\r\nX-Cadenza-Key: {Key}\r\n", mail.Raw.ReplaceLineEndings("\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=?utf-8?q?Bcc=0D=0A?= x")]
    [InlineData("what =? that?=")]
    public async Task SendAsync_WhenTheSubjectLooksEncoded_ItArrivesAsWritten(string subject)
    {
        await using var world = await SmtpWorld.StartAsync();

        Assert.Equal(subject, (await world.ReceiveAsync(Mails.Plain() with { Subject = subject })).Subject);
    }

    [Fact]
    public async Task SendAsync_WhenThereIsALinkToUnsubscribe_ItsHeadersArriveUnchanged()
    {
        await using var world = await SmtpWorld.StartAsync();
        var url = "https://cadenza.example/unsubscribe/" + new string('a', 300);

        var mail = await world.ReceiveAsync(Mails.Plain() with { UnsubscribeUrl = url });

        Assert.Equal($"<{url}>", mail.Headers["list-unsubscribe"]);
        Assert.Equal("List-Unsubscribe=One-Click", mail.Headers["list-unsubscribe-post"]);
    }

    [Fact]
    public async Task SendAsync_WhenAConnectionIsIdle_ItIsClosedAndAnotherMadeWhenNeeded()
    {
        await using var world = await SmtpWorld.StartAsync(change: options => options with { Idle = TimeSpan.FromSeconds(1) });
        await world.SendAsync(Mails.Plain(1));

        await TestKit.Eventually.True(async () => await world.Server.OpenConnectionsAsync() == 0, "the connection is closed");
        Assert.Equal(2, (await world.ReceiveAsync(Mails.Plain(2))).ConnectionsMade);
    }

    [Fact]
    public async Task SendAsync_WhenTheConnectionBreaksBeforeTheEndOfALargeMail_ItIsKnownNotToBeSent()
    {
        await using var world = await SmtpWorld.StartAsync();
        await world.Server.ConfigureAsync(new SmtpBehavior { AtData = AtData.DropEarly });

        // More than the systems of both ends take in between.
        var outcome = await world.SendAsync(Mails.Plain() with { Body = string.Concat(Enumerable.Repeat(new string('x', 800) + "\n", 40_000)) });

        Assert.Equal((DeliveryCode.ConnectFailed, true), Assert.IsType<DeliveryOutcome.TemporaryFailure>(outcome) is var failure ? (failure.Code, failure.IsOutage) : default);
    }
}
