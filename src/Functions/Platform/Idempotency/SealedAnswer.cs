using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace Cadenza.Functions.Platform.Idempotency;

/// <summary>
/// An answer as it is stored: compressed, and encrypted (AES-256-GCM) under a key that takes the client's Idempotency-Key to
/// derive, which is not stored. So a row gives away neither personal data nor the API key that POST /keys shows once (G1).
/// </summary>
internal static class SealedAnswer
{
    private const byte Format = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Writes an answer.</summary>
    public static byte[] Seal(KeptAnswer answer, byte[] key)
    {
        var content = Write(answer);
        var sealedAnswer = new byte[1 + NonceBytes + TagBytes + content.Length];
        sealedAnswer[0] = Format;
        var nonce = sealedAnswer.AsSpan(1, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, content, sealedAnswer.AsSpan(1 + NonceBytes + TagBytes), sealedAnswer.AsSpan(1 + NonceBytes, TagBytes));
        return sealedAnswer;
    }

    /// <summary>Reads what <see cref="Seal"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It was written otherwise, or altered.</exception>
    public static KeptAnswer Open(ReadOnlySpan<byte> sealedAnswer, byte[] key)
    {
        if (sealedAnswer.Length < 1 + NonceBytes + TagBytes || sealedAnswer[0] != Format) throw new InvalidDataException("A kept answer is damaged.");
        var content = new byte[sealedAnswer.Length - 1 - NonceBytes - TagBytes];
        try
        {
            using var aes = new AesGcm(key, TagBytes);
            aes.Decrypt(
                sealedAnswer.Slice(1, NonceBytes), sealedAnswer[(1 + NonceBytes + TagBytes)..], sealedAnswer.Slice(1 + NonceBytes, TagBytes), content);
        }
        catch (AuthenticationTagMismatchException altered)
        {
            throw new InvalidDataException("A kept answer was altered.", altered);
        }

        return Read(content);
    }

    private static byte[] Write(KeptAnswer answer)
    {
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(new BrotliStream(content, CompressionLevel.Fastest), Encoding.UTF8))
        {
            writer.Write(answer.Status);
            writer.Write(answer.Headers.Count);
            foreach (var (name, value) in answer.Headers)
            {
                writer.Write(name);
                writer.Write(value.ToString());
            }

            writer.Write(answer.Body.Length);
            writer.Write(answer.Body);
        }

        return content.ToArray();
    }

    private static KeptAnswer Read(byte[] content)
    {
        using var reader = new BinaryReader(new BrotliStream(new MemoryStream(content), CompressionMode.Decompress), Encoding.UTF8);
        var status = reader.ReadInt32();
        var headers = new Dictionary<string, StringValues>();
        for (var left = reader.ReadInt32(); left > 0; left--) headers[reader.ReadString()] = reader.ReadString();
        return new KeptAnswer(status, headers, reader.ReadBytes(reader.ReadInt32()));
    }
}
