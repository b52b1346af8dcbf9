namespace Cadenza.Domain.Ids;

/// <summary>
/// An id that is a UUID, and is read by <see cref="UuidIds"/> as all others are. Its <c>ToString</c> is the UUID in lower case,
/// hyphenated, and is what is stored.
/// </summary>
/// <typeparam name="TSelf">The id itself.</typeparam>
public interface IUuidId<TSelf>
    where TSelf : struct, IUuidId<TSelf>
{
    /// <summary>What a text that cannot be read is not: "a contact id: a UUID is expected".</summary>
    static abstract string Expected { get; }

    /// <summary>The id that a UUID was made into before.</summary>
    static abstract TSelf From(Guid uuid);

    /// <summary>Reads the UUID of a text; null when it has none. Unless the id has other forms, that is <see cref="UuidText.Read"/> with <c>D</c>.</summary>
    static virtual Guid? Read(string text) => UuidText.Read(text, "D");
}
