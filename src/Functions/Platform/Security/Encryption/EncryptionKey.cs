using System.Security.Cryptography;
using System.Text;

namespace Cadenza.Functions.Platform.Security.Encryption;

/// <summary>A key that secrets in storage are encrypted with: derived (HKDF-SHA256) from a text that only the operator knows.</summary>
internal sealed class EncryptionKey
{
    /// <summary>The fewest characters of the text: it is not stretched, so it has to be as hard to guess as the key itself.</summary>
    public const int MinLength = 32;

    private const int KeyBytes = 32;
    private const int IdBytes = 4;

    /// <summary>The key of a text.</summary>
    /// <param name="text">At least <see cref="MinLength"/> characters that nobody can guess.</param>
    public EncryptionKey(string text)
    {
        var secret = Encoding.UTF8.GetBytes(text);
        Bytes = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeyBytes, info: "cadenza secrets in storage"u8.ToArray());
        Id = Convert.ToHexStringLower(HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, IdBytes, info: "cadenza name of a key"u8.ToArray()));
    }

    /// <summary>Its name: eight hexadecimal digits that say nothing of the key, fit for logs.</summary>
    public string Id { get; }

    /// <summary>The key, for AES-256-GCM.</summary>
    public byte[] Bytes { get; }

    /// <summary>Nothing of the key but its name.</summary>
    public override string ToString() => Id;
}
