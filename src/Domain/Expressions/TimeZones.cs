using System.Diagnostics.CodeAnalysis;

namespace Cadenza.Domain.Expressions;

/// <summary>Time zones by their IANA names, such as <c>Europe/Berlin</c> and <c>UTC</c>.</summary>
public static class TimeZones
{
    private const int LongestName = 64;

    /// <summary>The zone of that name; false when there is none.</summary>
    public static bool TryFind(string? name, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        zone = null;
        // A name is looked for among files: only what names of zones are made of may get there.
        return name is { Length: > 0 and <= LongestName }
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '+' or '-')
            && char.IsAsciiLetter(name[0])
            && TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone)
            && zone.HasIanaId;
    }
}
