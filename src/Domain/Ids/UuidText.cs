namespace Cadenza.Domain.Ids;

/// <summary>Reads UUIDs as they are written, and nothing else.</summary>
public static class UuidText
{
    /// <summary>Reads a UUID in one form, upper or lower case; null when the text is not one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="format"><c>D</c>, with hyphens, or <c>N</c>, without.</param>
    public static Guid? Read(string text, string format) =>
        // The framework also takes white space around the digits, and signs and "0x" among them.
        Guid.TryParseExact(text, format, out var uuid) && uuid.ToString(format).Equals(text, StringComparison.OrdinalIgnoreCase) ? uuid : null;
}
