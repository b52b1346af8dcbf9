using System.Text;
using Cadenza.Functions.Delivery.Webhooks;

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
    [InlineData("", 0, false)]
    public void Verify_TakesARightSignatureOfNow(string signatures, int secondsLater, bool isRight)
    {
        Assert.True(WebhookSecret.TryParse(Secret, out var secret));

        Assert.Equal(isRight, secret.Verify(signatures, Id, Time, Body, Time.AddSeconds(secondsLater)));
        Assert.False(secret.Verify(signatures, Id + "x", Time, Body, Time));
        Assert.False(secret.Verify(signatures, Id, Time, [.. Body, 32], Time));
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
