using System.Security.Cryptography;
using System.Text;

namespace Cadenza.Functions.Events;

/// <summary>The name of an event in the inbox: the same for the same source and id, so that it cannot be taken in twice (F1).</summary>
internal static class EventKey
{
    private const int Bytes = 16;

    /// <summary>A UUID of version 8 made of source and id.</summary>
    public static string Of(string source, string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{source}\n{id}"), hash);
        hash[6] = (byte)(0x80 | (hash[6] & 0x0f));
        hash[8] = (byte)(0x80 | (hash[8] & 0x3f));
        return new Guid(hash[..Bytes], bigEndian: true).ToString("D");
    }

    /// <inheritdoc cref="Of(string, string)"/>
    public static string Of(CloudEvent happening) => Of(happening.Source, happening.Id);
}
