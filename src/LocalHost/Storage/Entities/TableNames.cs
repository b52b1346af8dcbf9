using System.Buffers;

namespace Cadenza.LocalHost.Storage.Entities;

/// <summary>The service's rules for the names of tables and properties and for keys.</summary>
internal static class TableNames
{
    private const int MaxKeyBytes = 1024;
    private const int MaxPropertyName = 255;

    private static readonly SearchValues<char> ForbiddenInKeys = SearchValues.Create(
        [.. "/\\#?", .. Enumerable.Range(0, 0x20).Select(c => (char)c), .. Enumerable.Range(0x7F, 0x21).Select(c => (char)c)]);

    public static StorageFault? FaultOfKey(string key) =>
        key.Length * 2 > MaxKeyBytes ? StorageFault.KeyValueTooLarge
        : key.AsSpan().ContainsAny(ForbiddenInKeys) || HasLoneSurrogate(key) ? StorageFault.OutOfRangeInput
        : null;

    public static StorageFault? FaultOfProperty(string name)
    {
        if (name.Length > MaxPropertyName) return StorageFault.PropertyNameTooLong;
        if (name.Length == 0 || !(char.IsLetter(name[0]) || name[0] == '_')) return StorageFault.PropertyNameInvalid;
        foreach (var c in name)
        {
            if (!char.IsLetterOrDigit(c) && c != '_') return StorageFault.PropertyNameInvalid;
        }

        return null;
    }

    public static StorageFault? FaultOfTable(string name) =>
        name.Length is >= 3 and <= 63 && char.IsAsciiLetter(name[0]) && name.All(char.IsAsciiLetterOrDigit)
        && !name.Equals("tables", StringComparison.OrdinalIgnoreCase)
            ? null
            : StorageFault.InvalidResourceName;

    private static bool HasLoneSurrogate(string key)
    {
        if (key.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0) return false;
        for (var i = 0; i < key.Length; i++)
        {
            if (!char.IsSurrogate(key[i])) continue;
            if (i + 1 == key.Length || !char.IsSurrogatePair(key[i], key[i + 1])) return true;
            i++;
        }

        return false;
    }
}
