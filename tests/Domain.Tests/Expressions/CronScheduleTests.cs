using System.Globalization;
using Cadenza.Domain.Expressions;
using FsCheck;
using FsCheck.Fluent;

namespace Cadenza.Domain.Tests.Expressions;

/// <summary>A8: cron expressions of five fields, in time zones, over both changes of the clock.</summary>
public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("* * * * *", "2026-11-21T08:00:30Z", "2026-11-21T08:01:00Z")]
    [InlineData("*/15 * * * *", "2026-11-21T08:00:00Z", "2026-11-21T08:15:00Z")]
    [InlineData("5/20 * * * *", "2026-11-21T08:30:00Z", "2026-11-21T08:45:00Z")]
    [InlineData("0 9 * * *", "2026-11-21T09:00:00Z", "2026-11-22T09:00:00Z")]
    [InlineData("0 9 * * MON-FRI", "2026-11-20T09:00:00Z", "2026-11-23T09:00:00Z")]
    [InlineData("0 9 * * 1-5", "2026-11-20T09:00:00Z", "2026-11-23T09:00:00Z")]
    [InlineData("0 0 * * 0", "2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z")]
    [InlineData("0 0 * * 7", "2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z")]
    [InlineData("0 0 * * sun", "2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z")]
    [InlineData("0 0 * * FRI-SUN", "2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z")]
    [InlineData("0 0 * * 5-7", "2026-11-22T00:00:00Z", "2026-11-27T00:00:00Z")]
    [InlineData("30 6,18 1,15 * *", "2026-11-15T06:30:00Z", "2026-11-15T18:30:00Z")]
    [InlineData("30 6,18 1,15 * *", "2026-11-15T18:30:00Z", "2026-12-01T06:30:00Z")]
    [InlineData("0 0 1 JAN,jul *", "2026-11-21T00:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("0 0 1 1-12/3 *", "2026-11-21T00:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("0 0 31 * *", "2026-10-31T00:00:00Z", "2026-12-31T00:00:00Z")]
    [InlineData("0 0 29 2 *", "2026-11-21T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("0 0 29 2 *", "2096-03-01T00:00:00Z", "2104-02-29T00:00:00Z")]
    [InlineData("10-14/2,50 3 * * *", "2026-11-21T03:12:00Z", "2026-11-21T03:14:00Z")]
    [InlineData("  0\t9  *  * * ", "2026-11-21T09:00:00Z", "2026-11-22T09:00:00Z")]
    [InlineData("@daily", "2026-11-21T09:00:00Z", "2026-11-22T00:00:00Z")]
    [InlineData("@midnight", "2026-11-21T09:00:00Z", "2026-11-22T00:00:00Z")]
    [InlineData("@Hourly", "2026-11-21T09:30:00Z", "2026-11-21T10:00:00Z")]
    [InlineData("@weekly", "2026-11-21T09:00:00Z", "2026-11-22T00:00:00Z")]
    [InlineData("@monthly", "2026-11-21T09:00:00Z", "2026-12-01T00:00:00Z")]
    [InlineData("@yearly", "2026-11-21T09:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("@annually", "2026-11-21T09:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("0 0 13 * FRI", "2026-11-21T00:00:00Z", "2026-11-27T00:00:00Z")] // the 13th or a Friday
    [InlineData("0 0 13 * FRI", "2026-12-12T00:00:00Z", "2026-12-13T00:00:00Z")]
    [InlineData("0 0 */2 * FRI", "2026-11-21T00:00:00Z", "2026-11-27T00:00:00Z")] // an odd day and a Friday: both, for one begins with *
    [InlineData("0 9 L * *", "2026-02-01T00:00:00Z", "2026-02-28T09:00:00Z")] // the last day of the month
    [InlineData("0 9 L-2 * *", "2026-11-21T00:00:00Z", "2026-11-28T09:00:00Z")] // two days before it
    [InlineData("0 9 LW * *", "2026-10-21T00:00:00Z", "2026-10-30T09:00:00Z")] // its last weekday: the 31st is a Saturday
    [InlineData("0 9 15W * *", "2026-11-01T00:00:00Z", "2026-11-16T09:00:00Z")] // the weekday next to the 15th, a Sunday
    [InlineData("0 9 1w * *", "2026-07-31T23:00:00Z", "2026-08-03T09:00:00Z")] // the 1st is a Saturday, and July is no other way
    [InlineData("0 9 * * FRIL", "2026-11-01T00:00:00Z", "2026-11-27T09:00:00Z")] // the last Friday
    [InlineData("0 9 * * 2#1", "2026-11-04T00:00:00Z", "2026-12-01T09:00:00Z")] // the first Tuesday
    [InlineData("0 9 * * MON#5", "2026-12-01T00:00:00Z", "2027-03-29T09:00:00Z")] // in months that have five Mondays
    [InlineData("0 9 L * FRI", "2026-11-28T00:00:00Z", "2026-11-30T09:00:00Z")] // the last day or a Friday
    [InlineData("0 9 ? * MON", "2026-11-21T00:00:00Z", "2026-11-23T09:00:00Z")] // ? restricts no more than *
    [InlineData("@every_minute", "2026-11-21T09:00:00Z", "2026-11-21T09:01:00Z")]
    // What was taken before Cronos, which takes none of it.
    [InlineData("*/20,5 * * * *", "2026-11-21T09:00:00Z", "2026-11-21T09:05:00Z")]
    [InlineData("*/90 * * * *", "2026-11-21T09:00:00Z", "2026-11-21T10:00:00Z")]
    [InlineData("005 0009 * * *", "2026-11-21T09:00:00Z", "2026-11-21T09:05:00Z")]
    [InlineData("0 0 * * FRI-0/2", "2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z")] // Friday and Sunday
    [InlineData("0 0 * * 7-0/7", "2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z")]
    public void Next_InUtc_IsTheNextMatchingMinute(string expression, string after, string next) =>
        Assert.Equal(Time(next), Parse(expression, "UTC").Next(Time(after)));

    [Theory]
    [InlineData("0 0 30 2 *")]
    [InlineData("0 0 31 4,6,9,11 *")]
    public void Next_WhenThereIsNone_IsNull(string expression) => Assert.Null(Parse(expression, "UTC").Next(Time("2026-11-21T00:00:00Z")));

    // Berlin: on 2026-03-29 the clock goes from 02:00 to 03:00 (01:00Z); on 2026-10-25 from 03:00 back to 02:00 (01:00Z).
    // New York: on 2026-03-08 from 02:00 to 03:00 (07:00Z); on 2026-11-01 from 02:00 back to 01:00 (06:00Z).
    // Beirut and Havana change at midnight. Lord Howe changes by half an hour. Samoa left out 2011-12-30 altogether.
    [Theory]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z")]
    [InlineData("0,30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z")]
    [InlineData("*/10 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    [InlineData("0,30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:00:00Z")]
    [InlineData("30 2 29 3 *", "Europe/Berlin", "2026-01-01T00:00:00Z", "2026-03-29T01:00:00Z", "2027-03-29T00:30:00Z")]
    [InlineData("30 2 * * *", "America/New_York", "2026-03-07T12:00:00Z", "2026-03-08T07:00:00Z", "2026-03-09T06:30:00Z")]
    [InlineData("30 1 * * *", "America/New_York", "2026-10-31T12:00:00Z", "2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z")]
    [InlineData("0 3 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z", "2026-03-30T01:00:00Z")]
    [InlineData("15 0 * * *", "Asia/Beirut", "2026-03-28T12:00:00Z", "2026-03-28T22:00:00Z", "2026-03-29T21:15:00Z")]
    [InlineData("30 0 * * *", "America/Havana", "2026-10-31T12:00:00Z", "2026-11-01T04:30:00Z", "2026-11-02T05:30:00Z")]
    [InlineData("15 2 * * *", "Australia/Lord_Howe", "2026-10-03T00:00:00Z", "2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z")]
    [InlineData("0 12 30 12 *", "Pacific/Apia", "2011-12-01T00:00:00Z", "2011-12-30T10:00:00Z", "2012-12-29T22:00:00Z")]
    // The last Sunday of the month is that of the change.
    [InlineData("30 2 * * SUNL", "Europe/Berlin", "2026-03-01T00:00:00Z", "2026-03-29T01:00:00Z", "2026-04-26T00:30:00Z")]
    [InlineData("30 2 * 10 0L", "Europe/Berlin", "2026-10-01T00:00:00Z", "2026-10-25T00:30:00Z", "2027-10-31T00:30:00Z")]
    // A quarter past two, which the clock skips, is not made up for where the hour is *.
    [InlineData("15 * * * *", "Australia/Lord_Howe", "2026-10-03T14:30:00Z", "2026-10-03T14:45:00Z", "2026-10-03T16:15:00Z")]
    // Every half hour stays every half hour: the hour is *.
    [InlineData("*/30 * * * *", "Europe/Berlin", "2026-03-29T00:15:00Z", "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z")]
    [InlineData(
        "*/30 * * * *", "Europe/Berlin", "2026-10-24T23:45:00Z",
        "2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:00:00Z")]
    [InlineData(
        "15 * * * *", "America/Havana", "2026-11-01T03:30:00Z",
        "2026-11-01T04:15:00Z", "2026-11-01T05:15:00Z", "2026-11-01T06:15:00Z")]
    public void Next_WhereTheClockChanges(string expression, string zone, string after, params string[] expected)
    {
        var schedule = Parse(expression, zone);
        var time = Time(after);

        foreach (var next in expected)
        {
            Assert.Equal(Time(next), schedule.Next(time));
            time = Time(next);
        }
    }

    [Theory]
    [InlineData("", "five fields")]
    [InlineData("* * * *", "five fields")]
    [InlineData("* * * * * *", "five fields")]
    [InlineData("60 * * * *", "'60' is no minute")]
    [InlineData("* 24 * * *", "'24' is no hour")]
    [InlineData("* * 0 * *", "'0' is no day of month")]
    [InlineData("* * * 13 *", "'13' is no month")]
    [InlineData("* * * FOO *", "1 to 12 or JAN to DEC")]
    [InlineData("* * * * 8", "'8' is no day of week")]
    [InlineData("*/0 * * * *", "a step")]
    [InlineData("*/x * * * *", "a step")]
    [InlineData("5-1 * * * *", "from the smaller to the larger")]
    [InlineData("1,,2 * * * *", "'' is no minute")]
    [InlineData("-5 * * * *", "no minute")]
    [InlineData("1-2-3 * * * *", "no minute")]
    [InlineData("+5 * * * *", "no minute")]
    [InlineData("99999999999 * * * *", "no minute")]
    [InlineData("L * * * *", "'L' is no minute")]
    [InlineData("H * * * *", "'H' is no minute")]
    [InlineData("* * 32W * *", "L (the last)")]
    [InlineData("* * L,15 * *", "'L,15' is no day of month: L, W and # stand by themselves.")]
    [InlineData("* * * * 1#6", "MON#2 (the second)")]
    [InlineData("* * * * DEC", "'DEC' is no day of week")]
    [InlineData("22-6 * * * *", "from the smaller to the larger")]
    [InlineData("@every_second", "There is no '@every_second'; known are @yearly (@annually), @monthly, @weekly, @daily (@midnight), @hourly and @every_minute.")]
    [InlineData(" @reboot", "There is no '@reboot'; known are @yearly")]
    public void TryParse_WhenItIsNone_SaysWhy(string expression, string why)
    {
        Assert.False(CronSchedule.TryParse(expression, "UTC", out var schedule, out var fault));

        Assert.Null(schedule);
        Assert.Contains(why, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*/90 * * * *", "'*/90' is no minute: a step is at most 60, for there are no more numbers.")]
    [InlineData("0 1,2-20/25 * * *", "'2-20/25' is no hour: a step is at most 24, for there are no more numbers.")]
    [InlineData("0 0 */32 * *", "'*/32' is no day of month: a step is at most 31, for there are no more numbers.")]
    [InlineData("0 0 1 1/13 *", "'1/13' is no month: a step is at most 12, for there are no more numbers.")]
    [InlineData("0 0 * * */8", "'*/8' is no day of week: a step is at most 7, for there are no more numbers.")]
    [InlineData("0 0 30 2 *", "No year has such a date: day of month '30' in month '2'.")]
    [InlineData("0 0 30,31 FEB *", "No year has such a date: day of month '30,31' in month 'FEB'.")]
    [InlineData("0 0 31 4,6,9,11 */2", "No year has such a date: day of month '31' in month '4,6,9,11'.")]
    [InlineData("*/60 */24 */31 */12 */7", null)]
    [InlineData("0 0 29 2 *", null)]
    [InlineData("0 0 31 4,5 *", null)]
    [InlineData("0 0 30 2 MON", null)] // every Monday of February
    [InlineData("@yearly", null)]
    [InlineData("0 0 30W 2 *", "No year has such a date: day of month '30W' in month '2'.")]
    [InlineData("0 0 L 2 *", null)]
    [InlineData("0 0 * 2 MON#5", null)] // in leap years
    public void AuthorFault_IsWhatWouldNeverFireOrNotAsItSeems(string expression, string? fault) =>
        Assert.Equal(fault, Parse(expression, "UTC").AuthorFault());

    [Theory]
    [InlineData("")]
    [InlineData("Mars/Olympus")]
    [InlineData("/etc/localtime")]
    [InlineData("../UTC")]
    [InlineData("W. Europe Standard Time")]
    public void TryParse_WhenTheZoneIsNone_SaysSo(string zone)
    {
        Assert.False(CronSchedule.TryParse("* * * * *", zone, out _, out var fault));

        Assert.Contains("IANA", fault, StringComparison.Ordinal);
    }

    /// <summary>The answer of <see cref="CronSchedule.Next"/> is the first of all minutes that match, found by looking at each.</summary>
    [Fact]
    public void Next_WhateverTheExpression_AgreesWithLookingAtEveryMinute() => Prop.ForAll(
        Arb.From(Expressions),
        Arb.From(Gen.Choose(0, 60 * 24 * 365).Select(minutes => Time("2026-01-01T00:00:00Z").AddMinutes(minutes).AddSeconds(minutes % 60))),
        (fields, after) =>
        {
            var next = Parse(string.Join(' ', fields), "UTC").Next(after);
            var searched = after.AddSeconds(-after.Second).AddMinutes(1);
            var end = searched.AddDays(40);
            while (searched < end && !Matches(fields, searched)) searched = searched.AddMinutes(1);
            return searched == end ? next is null || next >= end : next == searched;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    /// <summary>Wherever the clocks change, a daily schedule fires once a local day and never goes back.</summary>
    [Fact]
    public void Next_OfADailySchedule_FiresOncePerLocalDayInEveryZone() => Prop.ForAll(
        Arb.From(Gen.Elements("Europe/Berlin", "America/New_York", "America/Havana", "Asia/Beirut", "Australia/Lord_Howe", "Africa/Casablanca", "America/Santiago", "UTC")),
        Arb.From(Gen.Choose(0, 23)),
        Arb.From(Gen.Choose(0, 59)),
        (zone, hour, minute) =>
        {
            var schedule = Parse(string.Create(CultureInfo.InvariantCulture, $"{minute} {hour} * * *"), zone);
            var time = Time("2026-01-01T12:00:00Z");
            for (var i = 0; i < 365; i++)
            {
                var next = schedule.Next(time)!.Value;
                if (next - time < TimeSpan.FromHours(21) && i > 0) return false;
                if (next - time > TimeSpan.FromHours(27)) return false;
                time = next;
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    private static readonly Gen<string[]> Expressions =
        from minute in Gen.Elements("*", "0", "*/7", "5-40/5", "3,59")
        from hour in Gen.Elements("*", "0", "*/5", "8-17", "23")
        from day in Gen.Elements("*", "1", "*/2", "13,31", "10-20")
        from month in Gen.Elements("*", "*", "*/2", "2,12")
        from weekday in Gen.Elements("*", "*", "0", "1-5", "5-7", "*/3")
        select new[] { minute, hour, day, month, weekday };

    // The definition, without a shortcut.
    private static bool Matches(string[] fields, DateTimeOffset time)
    {
        var day = Has(fields[2], time.Day, 1, 31);
        var weekday = Has(fields[4], (int)time.DayOfWeek, 0, 6) || (time.DayOfWeek == DayOfWeek.Sunday && Has(fields[4], 7, 0, 7) && !fields[4].StartsWith('*'));
        return Has(fields[0], time.Minute, 0, 59) && Has(fields[1], time.Hour, 0, 23) && Has(fields[3], time.Month, 1, 12)
            && (fields[2].StartsWith('*') || fields[4].StartsWith('*') ? day && weekday : day || weekday);
    }

    private static bool Has(string field, int number, int least, int most) => field.Split(',').Any(part =>
    {
        var pieces = part.Split('/');
        var bounds = pieces[0] == "*" ? [least, most] : Array.ConvertAll(pieces[0].Split('-'), text => int.Parse(text, CultureInfo.InvariantCulture));
        var step = pieces.Length > 1 ? int.Parse(pieces[1], CultureInfo.InvariantCulture) : 1;
        return number >= bounds[0] && number <= bounds[^1] && (number - bounds[0]) % step == 0;
    });

    private static CronSchedule Parse(string expression, string zone)
    {
        Assert.True(CronSchedule.TryParse(expression, zone, out var schedule, out var fault), fault);
        return schedule;
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
