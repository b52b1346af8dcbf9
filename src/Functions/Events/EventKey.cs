using System.Security.Cryptography;
using System.Text;
using Cadenza.Domain.Ids;

namespace Cadenza.Functions.Events;

/// <summary>The name of an event in the inbox: the same for the same source and id, so that it cannot be taken in twice (F1).</summary>
internal static class EventKey
{
    /// <summary>A UUID of version 8 made of source and id.</summary>
    public static string Of(string source, string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{source}\n{id}"), hash);
        return HashedUuid.Version8(hash).ToString("D");
    }

    /// <inheritdoc cref="Of(string, string)"/>
    public static string Of(CloudEvent happening) => Of(happening.Source, happening.Id);
}
