using System.Security.Cryptography;
using System.Text;
using Cadenza.Functions.Delivery.Smtp;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;

namespace Cadenza.Functions.Tests.Delivery.Smtp;

/// <summary>Signatures are checked over the raw mail with the public key alone, as a receiver does.</summary>
public sealed class DkimTests : IDisposable
{
    private readonly RSA _key = RSA.Create(2048);

    public void Dispose() => _key.Dispose();

    [Theory]
    [InlineData("Hello", false)]
    [InlineData("Grüße\n.\n\n\n", false)]
    [InlineData("<h1>Grüße</h1><p>Здравствуйте &amp; mehr</p>", true)]
    public async Task SendAsync_WhenAKeyIsSet_TheMailIsSignedAndTheSignatureHolds(string body, bool isHtml)
    {
        await using var world = await StartAsync();
        var message = Mails.Plain() with { Body = body, IsHtml = isHtml, SenderName = "Zoë \"Z\" Müller", Subject = "Grüße ✓", UnsubscribeUrl = "https://example.com/u" };

        var mail = await world.ReceiveAsync(message);

        Assert.Contains("d=cadenza.example; s=mail1", mail.Headers["dkim-signature"], StringComparison.Ordinal);
        Assert.Contains("c=relaxed/relaxed", mail.Headers["dkim-signature"], StringComparison.Ordinal);
        Assert.True(Verify(mail.Raw));
        var signed = mail.Headers["dkim-signature"].ToLowerInvariant().Split("h=")[1].Split(';')[0].Split(':', StringSplitOptions.TrimEntries);
        Assert.All(["from", "to", "subject", "date", "message-id", "mime-version", "list-unsubscribe", "list-unsubscribe-post"], header => Assert.Contains(header, signed));
        Assert.True(Verify(mail.Raw.Replace("Date: ", "Date:   ", StringComparison.Ordinal)));
        Assert.False(Verify(mail.Raw.Replace("To: contact1@", "To: contact2@", StringComparison.Ordinal)));
        Assert.False(Verify(mail.Raw.Replace("https://example.com/u", "https://example.com/v", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task SendAsync_WhenAddressesHaveLettersBeyondAscii_TheSignatureHoldsToo()
    {
        await using var world = await StartAsync();

        Assert.True(Verify((await world.ReceiveAsync(Mails.Plain() with { To = "jürgen@müller.example" })).Raw));
    }

    [Fact]
    public async Task SendAsync_WhenTheKeyIsAnother_TheSignatureDoesNotHold()
    {
        await using var world = await StartAsync();
        using var other = RSA.Create(2048);

        Assert.False(Verify((await world.ReceiveAsync(Mails.Plain())).Raw, other));
    }

    [Fact]
    public async Task SendAsync_WithoutAKey_SignsNothing()
    {
        await using var world = await SmtpWorld.StartAsync();

        Assert.DoesNotContain("dkim-signature", (await world.ReceiveAsync(Mails.Plain())).Headers.Keys);
    }

    private Task<SmtpWorld> StartAsync() => SmtpWorld.StartAsync(change: options => options with { Dkim = new DkimOptions("cadenza.example", "mail1", _key) });

    private bool Verify(string raw, RSA? key = null)
    {
        using var mail = MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(raw)), TestContext.Current.CancellationToken);
        var signature = mail.Headers.Single(header => header.Id == HeaderId.DkimSignature);
        return new DkimVerifier(new PublicKey(key ?? _key)).Verify(mail, signature, TestContext.Current.CancellationToken);
    }

    private sealed class PublicKey(RSA key) : IDkimPublicKeyLocator
    {
        public AsymmetricKeyParameter LocatePublicKey(string methods, string domain, string selector, CancellationToken cancellationToken = default)
        {
            Assert.Equal(("cadenza.example", "mail1"), (domain, selector));
            return DotNetUtilities.GetRsaPublicKey(key);
        }

        public Task<AsymmetricKeyParameter> LocatePublicKeyAsync(string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
            Task.FromResult(LocatePublicKey(methods, domain, selector, cancellationToken));
    }
}
