using System.Security.Cryptography;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;

namespace Cadenza.Functions.Delivery.Smtp;

/// <summary>How mails are signed (RFC 6376).</summary>
/// <param name="Domain"><c>Smtp__Dkim__Domain</c>: who vouches for them.</param>
/// <param name="Selector"><c>Smtp__Dkim__Selector</c>: where below <c>_domainkey</c> the public key stands.</param>
/// <param name="Key"><c>Smtp__Dkim__PrivateKey</c>.</param>
internal sealed record DkimOptions(string Domain, string Selector, RSA Key)
{
    /// <summary>Whose, and nothing secret.</summary>
    public override string ToString() => $"{Selector}._domainkey.{Domain}";
}

/// <summary>Signs mails. What a mail program shows or acts on is signed, the one-click link to unsubscribe too (RFC 8058).</summary>
internal sealed class Dkim : DkimSigner
{
    private static readonly HeaderId[] Signed =
    [
        HeaderId.From, HeaderId.To, HeaderId.Subject, HeaderId.Date, HeaderId.MessageId, HeaderId.MimeVersion,
        HeaderId.ContentType, HeaderId.ContentTransferEncoding, HeaderId.ListUnsubscribe, HeaderId.ListUnsubscribePost,
    ];

    private readonly RSA _key;

    /// <param name="options">Who signs, and with what.</param>
    public Dkim(DkimOptions options)
        : base(DotNetUtilities.GetRsaKeyPair(options.Key).Private, options.Domain, options.Selector)
    {
        _key = options.Key;
        // A server on the way may fold a header anew or cut blanks at a line's end; that breaks no relaxed signature.
        HeaderCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed;
        BodyCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed;
    }

    /// <summary>Adds a signature to a mail that will not change any more.</summary>
    public void Sign(MimeMessage mail, FormatOptions format) =>
        Sign(format, mail, [.. Signed.Where(id => mail.Headers.Contains(id) || mail.Body?.Headers.Contains(id) == true)]);

    /// <inheritdoc/>
    protected override ISigner CreateSigningContext() => new RsaSha256(_key);

    /// <summary>The platform's RSA: many times as fast as one in managed code, and several threads may use a key at once.</summary>
    private sealed class RsaSha256(RSA key) : ISigner
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public string AlgorithmName => "SHA-256withRSA";

        public void Init(bool forSigning, ICipherParameters parameters)
        {
        }

        public void Update(byte input) => _hash.AppendData([input]);

        public void BlockUpdate(byte[] input, int inOff, int inLen) => _hash.AppendData(input, inOff, inLen);

        public void BlockUpdate(ReadOnlySpan<byte> input) => _hash.AppendData(input);

        public int GetMaxSignatureSize() => key.KeySize / 8;

        public byte[] GenerateSignature()
        {
            var signature = key.SignHash(_hash.GetHashAndReset(), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            _hash.Dispose();
            return signature;
        }

        public bool VerifySignature(byte[] signature) => throw new NotSupportedException("It signs alone.");

        public void Reset() => _hash.GetHashAndReset();
    }
}
