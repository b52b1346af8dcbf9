using System.Security.Cryptography;
using System.Text;

namespace Cadenza.Functions.Platform.Security.Encryption;

/// <summary>
/// Encrypts what the app must be able to read back and nobody else may read in storage (AES-256-GCM). What was encrypted for
/// one place does not open at another, so that it cannot be moved to a row whose reader would be shown it.
/// </summary>
/// <remarks>
/// What is written begins with <c>enc:1:</c>, the name of the key and <c>:</c>; nonce, tag and content follow. Keys come from
/// settings (<see cref="EncryptionOptions"/>) and are known before the app takes requests. Without one nothing is encrypted.
/// </remarks>
internal sealed class EncryptionKeys
{
    private const string Format = "enc:1:";
    private const int IdLength = 8;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeaderBytes = 6 + IdLength + 1;
    private const int OverheadBytes = HeaderBytes + NonceBytes + TagBytes;

    private IReadOnlyDictionary<string, EncryptionKey>? _known;
    private EncryptionKey? _current;

    /// <summary>Keys that are yet to be given.</summary>
    public EncryptionKeys()
    {
    }

    /// <summary>These keys.</summary>
    /// <param name="current">What is written is encrypted with it; null encrypts nothing.</param>
    /// <param name="previous">What they encrypted can still be read.</param>
    public EncryptionKeys(EncryptionKey? current, params IEnumerable<EncryptionKey> previous) => Use(current, previous);

    /// <summary>Whether what is written is encrypted.</summary>
    public bool Encrypts
    {
        get
        {
            _ = Known;
            return _current is not null;
        }
    }

    /// <summary>The name of the key that encrypts, or null.</summary>
    public string? CurrentId => _current?.Id;

    /// <summary>The names of all keys.</summary>
    public IEnumerable<string> Ids => Known.Keys;

    private IReadOnlyDictionary<string, EncryptionKey> Known => _known ?? throw new InvalidOperationException("The encryption keys were not loaded.");

    /// <summary>Takes the keys.</summary>
    /// <inheritdoc cref="EncryptionKeys(EncryptionKey?, IEnumerable{EncryptionKey})"/>
    public void Use(EncryptionKey? current, IEnumerable<EncryptionKey> previous)
    {
        _current = current;
        _known = (current is null ? previous : previous.Prepend(current)).DistinctBy(key => key.Id).ToDictionary(key => key.Id, StringComparer.Ordinal);
    }

    /// <summary>Encrypts a content for a place.</summary>
    /// <param name="content">What nobody may read.</param>
    /// <param name="place">Where it will be: table, keys and column. It opens nowhere else.</param>
    /// <exception cref="InvalidOperationException">There is no key to encrypt with.</exception>
    public byte[] Seal(ReadOnlySpan<byte> content, string place)
    {
        var key = _current ?? throw new InvalidOperationException("There is no key to encrypt with.");
        var written = new byte[OverheadBytes + content.Length];
        Encoding.ASCII.GetBytes($"{Format}{key.Id}:", written);
        var nonce = written.AsSpan(HeaderBytes, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key.Bytes, TagBytes);
        aes.Encrypt(nonce, content, written.AsSpan(OverheadBytes), written.AsSpan(HeaderBytes + NonceBytes, TagBytes), Bound(written, place));
        return written;
    }

    /// <summary>Reads what <see cref="Seal"/> wrote for this place.</summary>
    /// <exception cref="InvalidDataException">It was written for another place, altered, or with a key that was not given; the message says which.</exception>
    public byte[] Open(ReadOnlySpan<byte> written, string place)
    {
        var id = IdOf(written) ?? throw new InvalidDataException("What should be encrypted is not, or is damaged.");
        if (!Known.TryGetValue(id, out var key)) throw new InvalidDataException($"A secret is encrypted with the key {id}, which was not given.");
        var content = new byte[written.Length - OverheadBytes];
        try
        {
            using var aes = new AesGcm(key.Bytes, TagBytes);
            aes.Decrypt(
                written.Slice(HeaderBytes, NonceBytes),
                written[OverheadBytes..],
                written.Slice(HeaderBytes + NonceBytes, TagBytes),
                content,
                Bound(written, place));
            return content;
        }
        catch (AuthenticationTagMismatchException altered)
        {
            throw new InvalidDataException("A secret was altered, or moved from another row.", altered);
        }
    }

    /// <summary>Whether something was encrypted with the key that encrypts now.</summary>
    public bool IsCurrent(ReadOnlySpan<byte> written) => _current is { } key && IdOf(written) == key.Id;

    // Null: this is nothing that Seal wrote.
    private static string? IdOf(ReadOnlySpan<byte> written) =>
        written.Length >= OverheadBytes && written.StartsWith("enc:1:"u8) && written[HeaderBytes - 1] == ':'
            ? Encoding.ASCII.GetString(written.Slice(Format.Length, IdLength))
            : null;

    // The header is bound too: nobody can say that it was another format or key.
    private static byte[] Bound(ReadOnlySpan<byte> written, string place) => [.. written[..HeaderBytes], .. Encoding.UTF8.GetBytes(place)];
}
