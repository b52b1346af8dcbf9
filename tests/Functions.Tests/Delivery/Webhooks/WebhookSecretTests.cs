using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cadenza.Functions.Delivery.Webhooks;
using Microsoft.AspNetCore.Http;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace Cadenza.Functions.Tests.Delivery.Webhooks;

/// <summary>D8: signatures of the Standard Webhooks scheme.</summary>
public sealed class WebhookSecretTests
{
    // The example of the scheme's own libraries.
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(1614265330);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");

    [Fact]
    public void Sign_TheSchemesExample_GivesTheSchemesSignature()
    {
        Assert.True(WebhookSecret.TryParse(Secret, out var secret));

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", secret.Sign(Id, Time, Body));
    }

    [Theory]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", 0, true)]
    [InlineData("v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", 299, true)]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", -299, true)]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", 301, false)]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF=", 0, false)]
    [InlineData("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", 0, false)]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLawdd", 0, false)]
    [InlineData("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", 0, false)]
    [InlineData("v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= v2,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=", 0, true)]
    [InlineData("", 0, false)]
    public void Verify_TakesARightSignatureOfNow(string signatures, int secondsLater, bool isRight)
    {
        Assert.True(WebhookSecret.TryParse(Secret, out var secret));

        Assert.Equal(isRight, secret.Verify(signatures, Id, Time, Body, Time.AddSeconds(secondsLater)));
        Assert.False(secret.Verify(signatures, Id + "x", Time, Body, Time));
        Assert.False(secret.Verify(signatures, Id, Time, [.. Body, 32], Time));
    }

    /// <summary>Another implementation of the scheme takes what we sign, and signs what we take.</summary>
    [Theory]
    [InlineData(Secret, Id, """{"test": 2432232314}""")]
    [InlineData("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "msg_1", "")]
    [InlineData("whsec_/////////////////////////////////////////w==", "msg_ü", "Zoë, 日本, 😀\r\n")]
    public void Sign_AndThePublishedLibrary_AgreeBothWays(string key, string id, string text)
    {
        Assert.True(WebhookSecret.TryParse(key, out var secret));
        var library = new StandardWebhook(key);
        var body = Encoding.UTF8.GetBytes(text);
        var now = DateTimeOffset.UtcNow;

        Assert.True(secret.Verify(library.Sign(id, now, text), id, now, body, now));
        library.Verify(text, Headers(secret.Sign(id, now, body)));
        Assert.Throws<WebhookVerificationException>(() => library.Verify(text + " ", Headers(secret.Sign(id, now, body))));

        HeaderDictionary Headers(string signature) => new()
        {
            ["webhook-id"] = id,
            ["webhook-timestamp"] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["webhook-signature"] = signature,
        };
    }

    /// <summary>The text that the specification shows as signed content: id, seconds and body, with dots between.</summary>
    [Fact]
    public void Sign_TheSpecificationsContent_IsTheHmacOfIt()
    {
        const string Content = """msg_2KWPBgLlAfxdpx2AI54pPJ85f4W.1674087231.{"type":"contact.created","timestamp":"2022-11-03T20:26:10.344522Z","data":{"id":"1f81eb52-5198-4599-803e-771906343485"}}""";
        Assert.True(WebhookSecret.TryParse(Secret, out var secret));
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Secret[WebhookSecret.Prefix.Length..]), Encoding.UTF8.GetBytes(Content)));

        var parts = Content.Split('.', 3);

        Assert.Equal(expected, secret.Sign(parts[0], DateTimeOffset.FromUnixTimeSeconds(1674087231), Encoding.UTF8.GetBytes(parts[2])));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_")]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("whsec_not base64 at all, but long enough for it")]
    public void TryParse_WhatIsNoSecret_IsRefused(string? text) => Assert.False(WebhookSecret.TryParse(text, out _));

    [Fact]
    public void ToString_TellsNothingOfTheSecret()
    {
        Assert.True(WebhookSecret.TryParse(Secret, out var secret));

        Assert.DoesNotContain("MfKQ", secret.ToString(), StringComparison.Ordinal);
    }
}
