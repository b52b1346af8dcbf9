using System.Globalization;
using Cadenza.LocalHost.Timers;

namespace Cadenza.LocalHost.Tests.Timers;

public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("*/10 * * * * *", "2026-01-01T00:00:00", "2026-01-01T00:00:10")]
    [InlineData("0 */5 * * * *", "2026-01-01T00:04:59.5", "2026-01-01T00:05:00")]
    [InlineData("0 */5 * * * *", "2026-01-01T00:05:00", "2026-01-01T00:10:00")]
    [InlineData("0 0 * * * *", "2026-12-31T23:00:01", "2027-01-01T00:00:00")]
    [InlineData("0 30 9 * * 1-5", "2026-01-02T09:30:00", "2026-01-05T09:30:00")]
    [InlineData("0 30 9 * * Mon-Fri", "2026-01-03T00:00:00", "2026-01-05T09:30:00")]
    [InlineData("0 0 0 29 2 *", "2026-01-01T00:00:00", "2028-02-29T00:00:00")]
    [InlineData("0 0 0 29 2 *", "2097-01-01T00:00:00", "2104-02-29T00:00:00")]
    [InlineData("0 0 0 31 * *", "2026-01-31T00:00:00", "2026-03-31T00:00:00")]
    [InlineData("0 0 12 1 JAN,Jul *", "2026-01-01T12:00:00", "2026-07-01T12:00:00")]
    [InlineData("5,35 0-10/5 8 * * *", "2026-01-01T08:05:35", "2026-01-01T08:10:05")]
    [InlineData("0 50/5 * * * *", "2026-01-01T00:00:00", "2026-01-01T00:50:00")]
    [InlineData("0 0 0 13 * 5", "2026-01-01T00:00:00", "2026-02-13T00:00:00")]
    [InlineData("*/15 * * * *", "2026-01-01T00:00:00", "2026-01-01T00:15:00")]
    [InlineData("00:00:30", "2026-01-01T00:00:01", "2026-01-01T00:00:31")]
    [InlineData("1.00:00:00", "2026-01-01T00:00:01", "2026-01-02T00:00:01")]
    public void Next_OfASchedule_IsTheFirstTickAfter(string schedule, string after, string expected) =>
        Assert.Equal(Utc(expected), TimerSchedule.Parse(schedule).Next(Utc(after)));

    [Fact]
    public void Next_OfADayThatNeverComes_IsNull() =>
        Assert.Null(TimerSchedule.Parse("0 0 0 30 2 *").Next(Utc("2026-01-01T00:00:00")));

    [Theory]
    [InlineData("* * * *", "six fields")]
    [InlineData("60 * * * * *", "[Second]")]
    [InlineData("* * 24 * * *", "[Hour]")]
    [InlineData("* * * 0 * *", "[Day]")]
    [InlineData("* * * * 13 *", "[Month]")]
    [InlineData("* * * * * 7", "[DayOfWeek]")]
    [InlineData("a * * * * *", "'a'")]
    [InlineData("-5 * * * * *", "[Second]")]
    [InlineData("1,,2 * * * * *", "empty")]
    [InlineData("00:00:00", "positive")]
    [InlineData("", "six fields")]
    public void Parse_OfAMalformedSchedule_SaysWhere(string schedule, string says) =>
        Assert.Contains(says, Assert.Throws<FormatException>(() => TimerSchedule.Parse(schedule)).Message, StringComparison.Ordinal);

    [Fact]
    public void Next_AgainstCountingEverySecond_Agrees()
    {
        var schedule = TimerSchedule.Parse("7,*/20 3-50/9 */3 * 2-3 0,3,5");
        var from = Utc("2026-02-26T20:00:00");
        var next = schedule.Next(from);
        for (var second = from.AddSeconds(1); second < from.AddDays(4); second = second.AddSeconds(1))
        {
            var matches = second.Second is 7 or 0 or 20 or 40 && (second.Minute - 3) % 9 == 0 && second.Minute is >= 3 and <= 50
                && second.Hour % 3 == 0 && second.Month is 2 or 3 && second.DayOfWeek is DayOfWeek.Sunday or DayOfWeek.Wednesday or DayOfWeek.Friday;
            if (matches) Assert.Equal(second, next);
            if (matches) next = schedule.Next(second);
        }
    }

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
