namespace Cadenza.Domain.Expressions.Cron;

/// <summary>What a wall clock in a zone shows, and when. Times that the clock skips or shows twice are told by the offsets alone.</summary>
internal sealed class LocalClock(TimeZoneInfo zone)
{
    // More than any offset from UTC and any change of it together, so that it is certainly before and after both.
    private static readonly TimeSpan Around = TimeSpan.FromHours(40);

    /// <summary>What the clock shows at a point in time.</summary>
    public DateTime At(DateTimeOffset instant) => (instant + OffsetAt(instant)).UtcDateTime;

    /// <summary>The offset on a whole day and the hours around it, or null when the clock is set on it.</summary>
    public TimeSpan? OffsetOn(DateTime day)
    {
        var first = OffsetAt(Utc(day) - Around);
        var last = OffsetAt(Utc(day) + TimeSpan.FromDays(1) + Around);
        return first == last && OffsetAt(Utc(day)) == first ? first : null;
    }

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

    /// <summary>The moment at which the clock jumps over a time that it never shows.</summary>
    public DateTimeOffset JumpOver(DateTime local)
    {
        var (from, to) = (Utc(local) - Around, Utc(local) + Around);
        var before = OffsetAt(from);
        var minutes = (Low: 0, High: (int)(to - from).TotalMinutes);
        while (minutes.High - minutes.Low > 1)
        {
            var middle = (minutes.Low + minutes.High) / 2;
            if (OffsetAt(from.AddMinutes(middle)) == before) minutes.Low = middle;
            else minutes.High = middle;
        }

        return from.AddMinutes(minutes.High);
    }

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Unspecified), TimeSpan.Zero);

    private TimeSpan OffsetAt(DateTimeOffset instant) => zone.GetUtcOffset(instant);
}
