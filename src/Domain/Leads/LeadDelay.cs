using System.Text.Json;
using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Leads;

/// <summary>
/// How long a TIME node holds a lead (C7): <c>delay_minutes</c>, <c>delay_hours</c> and <c>delay_days</c>, which add up; or
/// until the date and time that a variable holds, in <c>timezone</c> where the variable says none.
/// </summary>
/// <param name="Span">The delay; null when it ends at a moment.</param>
/// <param name="Until">The path of the variable that holds the moment; null for a delay.</param>
/// <param name="Zone">The time zone of moments without an offset.</param>
public sealed record LeadDelay(TimeSpan? Span, string? Until, TimeZoneInfo Zone)
{
    /// <summary>The longest delay.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromDays(3650);

    private static readonly (string Name, double Minutes)[] Units = [("delay_minutes", 1), ("delay_hours", 60), ("delay_days", 24 * 60)];

    /// <summary>Reads the settings of a TIME node, or says what is wrong with them.</summary>
    public static bool TryRead(JsonElement config, out LeadDelay? delay, out string? fault)
    {
        delay = null;
        var zone = TimeZoneInfo.Utc;
        if (LeadStep.Text(config, "timezone") is { } name && !TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone!))
        {
            fault = $"has the time zone '{name}', which is not known";
            return false;
        }

        var until = LeadStep.Text(config, "until");
        fault = Minutes(config, out var minutes) ?? Contradiction(until, minutes);
        if (fault is not null) return false;
        delay = new LeadDelay(minutes is { } some ? TimeSpan.FromMinutes(some) : null, until, zone);
        return true;
    }

    /// <summary>When the delay of a lead that arrives now is over, on the wall clock of a moment; null when the variable holds no moment as <see cref="WallTime"/> reads it.</summary>
    /// <param name="now">When the lead arrives.</param>
    /// <param name="scope">What the lead's variables are.</param>
    public DateTimeOffset? EndsAt(DateTimeOffset now, in Value scope)
    {
        if (Span is { } span) return now + span;
        var text = LeadScope.Find(scope, Until!).ToText();
        return WallTime.TryRead(text, Zone, out var moment, out _) ? Within(moment, now) : null;
    }

    // What is past is over now: on a clock that was paused it would be earlier than can be stored.
    private static DateTimeOffset Within(DateTimeOffset moment, DateTimeOffset now) => moment > now + Max ? now + Max : moment < now ? now : moment;

    private static string? Minutes(JsonElement config, out double? minutes)
    {
        minutes = null;
        foreach (var (name, length) in Units)
        {
            if (config.ValueKind != JsonValueKind.Object || !config.TryGetProperty(name, out var value)) continue;
            if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number) || number < 0 || number * length > Max.TotalMinutes)
                return $"needs '{name}' to be a number from 0 to ten years";
            minutes = (minutes ?? 0) + (number * length);
        }

        return minutes > Max.TotalMinutes ? "has a delay of more than ten years" : null;
    }

    private static string? Contradiction(string? until, double? minutes) => (until, minutes) switch
    {
        (null, null) => "needs 'delay_minutes', 'delay_hours' or 'delay_days', or 'until'",
        ({ }, { }) => "has both a delay and 'until'",
        _ => null,
    };
}
