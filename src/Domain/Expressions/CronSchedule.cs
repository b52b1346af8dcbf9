using System.Diagnostics.CodeAnalysis;

namespace Cadenza.Domain.Expressions;

/// <summary>A cron expression of five fields in a time zone (A8).</summary>
public sealed class CronSchedule
{
    private CronSchedule()
    {
    }

    /// <summary>Reads an expression.</summary>
    public static bool TryParse(
        string expression, string timeZone, [NotNullWhen(true)] out CronSchedule? schedule, [NotNullWhen(false)] out string? fault) =>
        throw new NotImplementedException();

    /// <summary>The first time after the given one, or null when there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset after) => throw new NotImplementedException();
}
