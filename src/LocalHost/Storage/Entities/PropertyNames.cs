using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Cadenza.LocalHost.Storage.Entities;

/// <summary>Names of properties as text and as UTF-8, made once each as long as they are few.</summary>
internal static class PropertyNames
{
    // An application has a few hundred property names; names beyond that are encoded each time.
    private const int MaxCached = 4096;

    private static readonly ConcurrentDictionary<string, byte[]> Encoded = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<byte[], string> Decoded = new(Utf8Comparer.Instance);
    private static readonly ConcurrentDictionary<byte[], string>.AlternateLookup<ReadOnlySpan<byte>> DecodedBySpan = Decoded.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>A name's UTF-8; one that no property can have is refused at <paramref name="target"/>.</summary>
    public static ReadOnlySpan<byte> Utf8(string name, PropertyEncoder target)
    {
        if (Encoded.TryGetValue(name, out var known)) return known;
        var bytes = Encoding.UTF8.GetBytes(name);
        if (TableNames.FaultOfProperty(name) is { } fault) target.Refuse(fault);
        else if (Encoded.Count < MaxCached) Encoded.TryAdd(name, bytes);
        return bytes;
    }

    /// <summary>A stored name as text.</summary>
    public static string Of(ReadOnlySpan<byte> utf8)
    {
        if (DecodedBySpan.TryGetValue(utf8, out var known)) return known;
        var name = Encoding.UTF8.GetString(utf8);
        if (Decoded.Count < MaxCached) Decoded.TryAdd(utf8.ToArray(), name);
        return name;
    }

    private sealed class Utf8Comparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly Utf8Comparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
