using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cadenza.Functions.Delivery.Webhooks;

/// <summary>
/// A shared secret of the Standard Webhooks scheme, written <c>whsec_</c> and Base64, and what is signed with it:
/// <c>id.timestamp.body</c> by HMAC-SHA256 (D8). Its text never appears in logs or messages.
/// </summary>
internal sealed class WebhookSecret
{
    /// <summary>What a secret begins with.</summary>
    public const string Prefix = "whsec_";

    /// <summary>How far the time of a signature may be from the present.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    // The scheme asks for 24 to 64 bytes; those who made their own of 16 are not sent away.
    private const int MinBytes = 16;
    private const int MaxBytes = 64;

    private readonly byte[] _key;

    private WebhookSecret(byte[] key) => _key = key;

    /// <summary>Reads a secret; false when it is none.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out WebhookSecret? secret)
    {
        secret = null;
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length > 200) return false;
        var key = new byte[text.Length];
        if (!Convert.TryFromBase64String(text[Prefix.Length..], key, out var length) || length is < MinBytes or > MaxBytes) return false;
        secret = new WebhookSecret(key[..length]);
        return true;
    }

    /// <summary>A secret that is plain text: signed with its octets.</summary>
    public static WebhookSecret OfText(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>The value of <c>webhook-signature</c>.</summary>
    /// <param name="id">The value of <c>webhook-id</c>.</param>
    /// <param name="timestamp">The value of <c>webhook-timestamp</c> is this in seconds since 1970.</param>
    /// <param name="body">The body, byte by byte as it is sent.</param>
    public string Sign(string id, DateTimeOffset timestamp, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes($"{id}.{timestamp.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}.");
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hmac.AppendData(head);
        hmac.AppendData(body);
        return "v1," + Convert.ToBase64String(hmac.GetHashAndReset());
    }

    /// <summary>
    /// Whether one of the space-separated signatures is right and the time within <see cref="Tolerance"/>; compared in
    /// constant time.
    /// </summary>
    /// <param name="signatures">The value of <c>webhook-signature</c>.</param>
    /// <param name="id">The value of <c>webhook-id</c>.</param>
    /// <param name="timestamp">What <c>webhook-timestamp</c> says.</param>
    /// <param name="body">The body as it was received.</param>
    /// <param name="now">The time.</param>
    public bool Verify(string signatures, string id, DateTimeOffset timestamp, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if ((now - timestamp).Duration() > Tolerance) return false;
        var expected = Encoding.ASCII.GetBytes(Sign(id, timestamp, body));
        var isRight = false;
        foreach (var signature in signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(10))
            isRight |= CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), expected);
        return isRight;
    }

    /// <summary>The value of <c>webhook-id</c> for an effect: the same for every attempt, and not telling what it is made of.</summary>
    public static string IdOf(string organization, string effectKey) =>
        "msg_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{organization}|{effectKey}")).AsSpan(0, 16));

    /// <summary>A text for logs, without the secret.</summary>
    public override string ToString() => Prefix + "…";
}
