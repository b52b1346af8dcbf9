using Cadenza.Domain.Delivery;
using Cadenza.TestKit.Smtp;

namespace Cadenza.Functions.Tests.Delivery.Smtp;

/// <summary>Names and addresses of every kind, as a server and a strict reader of the raw mail see them.</summary>
public sealed class SmtpAddressTests : IAsyncLifetime
{
    private SmtpWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await SmtpWorld.StartAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData("ACME\\")]
    [InlineData("\"")]
    [InlineData("Acme \"Deals\" Ltd")]
    [InlineData("\\\"\\")]
    [InlineData("Müller, Söhne & Co.")]
    [InlineData("Acme, Ltd")]
    [InlineData("Ada <eve@example.com>")]
    [InlineData("eve@example.com")]
    [InlineData("=?utf-8?q?Eve?=")]
    [InlineData("(Acme) [EU]; sales:")]
    [InlineData("Tom 🚀🚀🚀 und viele weitere Raketen 🚀 bis das Wort zu lang für eine Zeile wird 🚀🚀🚀🚀🚀🚀")]
    [InlineData("שלום \"עולם\" Ltd")]
    [InlineData("株式会社アクメ")]
    [InlineData("Acme   Three  Blanks")]
    [InlineData("")]
    public async Task SendAsync_WhateverTheSenderIsCalled_NameAndAddressArriveIntact(string name)
    {
        var mail = await _world.ReceiveAsync(Mails.Plain() with { SenderName = name });

        Assert.Equal((name, "sales@cadenza.example"), (mail.FromName, mail.FromAddress));
        Assert.Equal("sales@cadenza.example", mail.From);
        Assert.All(mail.Raw.Split("\r\n\r\n", 2)[0].Split("\r\n"), line => Assert.InRange(line.Length, 1, 998));
    }

    [Fact]
    public async Task SendAsync_WhenTheNameIsAsLongAsAllowed_ItArrivesWhole()
    {
        var name = string.Concat(Enumerable.Repeat("ä\"b, ", 40)).Trim();

        Assert.Equal((name, "sales@cadenza.example"), (await _world.ReceiveAsync(Mails.Plain() with { SenderName = name })) is var mail ? (mail.FromName, mail.FromAddress) : default);
    }

    [Theory]
    [InlineData("info@हिन्दी.भारत", "xn--j2bd4cyah0f.xn--h2brj9c")]
    [InlineData("info@தமிழ்.இந்தியா", "xn--rlcus7b3d.xn--xkc2dl3a5ee0h")]
    [InlineData("info@తెలుగు.భారత్", "xn--1ocz5b4cb0a.xn--fpcrj9c3d")]
    [InlineData("info@ตัวอย่าง.ไทย", "xn--72c1a1bt4awk9o.xn--o3cw4h")]
    [InlineData("info@MÜLLER.example", "xn--mller-kva.example")]
    public async Task SendAsync_WhenADomainIsInAnotherScript_ItTravelsInAscii(string address, string ascii)
    {
        await using var world = await SmtpWorld.StartAsync(new SmtpServerOptions { WithoutUtf8 = true });

        var mail = await world.ReceiveAsync(Mails.Plain() with { To = address });

        Assert.Equal(address.ToLowerInvariant(), mail.To);
        Assert.Equal("info@" + ascii, mail.Headers["to"]);
    }

    [Fact]
    public async Task SendAsync_WhenADomainIsInAnotherScript_ItAsksForNoSmtpUtf8()
    {
        Assert.False((await _world.ReceiveAsync(Mails.Plain() with { To = "info@müller.example", From = "us@müller.example" })).NeededUtf8);
        Assert.True((await _world.ReceiveAsync(Mails.Plain() with { To = "jürgen@müller.example" })).NeededUtf8);
    }

    [Theory]
    [InlineData("jürgen@example.com")]
    [InlineData("राम@उदाहरण.भारत")]
    public async Task SendAsync_WhenTheServerTakesLettersBeyondAscii_TheAddressArrives(string address)
    {
        var mail = await _world.ReceiveAsync(Mails.Plain() with { To = address, SenderName = "Zoë", Subject = "Grüße" });

        Assert.Equal(address, mail.To);
        Assert.Equal(("Zoë", "Grüße"), (mail.FromName, mail.Subject));
    }

    [Fact]
    public async Task SendAsync_WhenTheServerTakesNone_ThatOneMailFailsForGoodAndSaysWhy()
    {
        await using var world = await SmtpWorld.StartAsync(new SmtpServerOptions { WithoutUtf8 = true });

        var outcomes = await world.SendAllAsync(Mails.Plain(1) with { To = "jürgen@example.com" }, Mails.Plain(2));

        var failure = Assert.IsType<DeliveryOutcome.PermanentFailure>(outcomes[0]);
        Assert.Equal("smtputf8_not_offered", failure.Code);
        Assert.Contains("SMTPUTF8", failure.Detail, StringComparison.Ordinal);
        Assert.IsType<DeliveryOutcome.Sent>(outcomes[1]);
    }

    [Theory]
    [InlineData("a..b@example.com")]
    [InlineData("ada\u200b@example.com")]
    [InlineData("ada@exam\u00adple.com")]
    public async Task SendAsync_WhenAnAddressOfOldIsOneThatIsRefusedToday_ItFailsForGood(string address) =>
        Assert.Equal(DeliveryCode.InvalidRecipient, Assert.IsType<DeliveryOutcome.PermanentFailure>(await _world.SendAsync(Mails.Plain() with { To = address })).Code);
}
