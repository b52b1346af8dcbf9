using System.Diagnostics.CodeAnalysis;

namespace Cadenza.Domain.Contacts;

/// <summary>A segment's id: a UUID of version 7 (G7).</summary>
public readonly record struct SegmentId
{
    private readonly string? _value;

    private SegmentId(string value) => _value = value;

    /// <summary>Takes a UUID that nobody else has.</summary>
    public static SegmentId Create(Guid uuid) => new(uuid.ToString("D"));

    /// <summary>Reads an id; throws when it is not one.</summary>
    /// <exception cref="FormatException">The text is not a UUID.</exception>
    public static SegmentId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("Not a segment id: a UUID is expected.");

    /// <summary>Reads a UUID in its hyphenated form, upper or lower case, or says that the text is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out SegmentId id)
    {
        // The framework also takes white space around the digits, and signs and "0x" among them.
        var valid = Guid.TryParseExact(text, "D", out var uuid)
            && uuid.ToString("D").Equals(text, StringComparison.OrdinalIgnoreCase);
        id = valid ? Create(uuid) : default;
        return valid;
    }

    /// <summary>Lower case, hyphenated.</summary>
    public override string ToString() => _value ?? throw new InvalidOperationException("A segment id was never set.");
}
