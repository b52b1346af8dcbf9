using System.Diagnostics.CodeAnalysis;

namespace Cadenza.Domain.Ids;

/// <summary>How every id that is a UUID is read.</summary>
public static class UuidIds
{
    /// <summary>Reads an id; throws when it is not one.</summary>
    /// <exception cref="FormatException">The text is not a UUID.</exception>
    public static TId Parse<TId>(string text)
        where TId : struct, IUuidId<TId> =>
        TryParse(text, out TId id) ? id : throw new FormatException($"Not {TId.Expected}.");

    /// <summary>Reads a UUID in its hyphenated form, upper or lower case, or in another form that the id has; or says that the text is none.</summary>
    public static bool TryParse<TId>([NotNullWhen(true)] string? text, out TId id)
        where TId : struct, IUuidId<TId>
    {
        var uuid = text is null ? null : TId.Read(text);
        id = uuid is { } read ? TId.From(read) : default;
        return uuid is not null;
    }
}
