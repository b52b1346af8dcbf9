namespace Cadenza.Domain.Expressions.Cron;

/// <summary>What a wall clock in a zone shows, and when. Times that the clock skips or shows twice are told by the offsets alone.</summary>
internal sealed class LocalClock(TimeZoneInfo zone)
{
    /// <summary>More than any offset from UTC and any change of it together, so that it is certainly before and after both.</summary>
    public static readonly TimeSpan Around = TimeSpan.FromHours(40);

    /// <summary>What the clock shows at a point in time.</summary>
    public DateTime At(DateTimeOffset instant) => (instant + OffsetAt(instant)).UtcDateTime;

    /// <summary>When the clock would show this with the offset that it has at a point in time.</summary>
    public DateTimeOffset AsAt(DateTimeOffset instant, DateTime local) => Utc(local) - OffsetAt(instant);

    /// <summary>Every point in time at which the clock shows this, the earlier first; none when it is skipped.</summary>
    public IEnumerable<DateTimeOffset> Instants(DateTime local)
    {
        var before = OffsetAt(Utc(local) - Around);
        var after = OffsetAt(Utc(local) + Around);
        return new[] { before, after }.Distinct()
            .Select(offset => (Instant: Utc(local) - offset, Offset: offset))
            .Where(candidate => OffsetAt(candidate.Instant) == candidate.Offset)
            .Select(candidate => candidate.Instant)
            .Order();
    }

    /// <summary>When the clock shows this: the first time, where it does so twice; where it skips it, as much later as it skips.</summary>
    public DateTimeOffset Moment(DateTime local)
    {
        foreach (var instant in Instants(local)) return instant;
        return Utc(local) - OffsetAt(Utc(local) - Around);
    }

    /// <summary>The first time that the clock shows this or, where it skips it, the moment at which it jumps over it.</summary>
    public DateTimeOffset FirstMoment(DateTime local)
    {
        foreach (var instant in Instants(local)) return instant;
        return ChangeBetween(Utc(local) - Around, Utc(local) + Around) ?? Moment(local);
    }

    /// <summary>The minute in which the clock is set, of a span within which it is set once at most; null when it shows the same offset at both ends.</summary>
    public DateTimeOffset? ChangeBetween(DateTimeOffset from, DateTimeOffset to)
    {
        var before = OffsetAt(from);
        if (OffsetAt(to) == before) return null;
        var start = from.AddTicks(-(from.UtcTicks % TimeSpan.TicksPerMinute));
        var minutes = (Low: 0, High: (int)Math.Ceiling((to - start).TotalMinutes));
        while (minutes.High - minutes.Low > 1)
        {
            var middle = (minutes.Low + minutes.High) / 2;
            if (OffsetAt(start.AddMinutes(middle)) == before) minutes.Low = middle;
            else minutes.High = middle;
        }

        return start.AddMinutes(minutes.High);
    }

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Unspecified), TimeSpan.Zero);

    private TimeSpan OffsetAt(DateTimeOffset instant) => zone.GetUtcOffset(instant);
}
