using Cadenza.Domain.Expressions;
using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Tests.Workflows;

/// <summary>A8: what becomes of the times of a schedule that passed while nothing ran.</summary>
public sealed class CatchUpTests
{
    [Theory]
    [InlineData("* * * * *", CatchUp.Once, "10:00", "10:05", "10:00", "10:01")]
    [InlineData("* * * * *", CatchUp.Skip, "10:00", "10:05", "10:00", "10:01")]
    [InlineData("* * * * *", CatchUp.Once, "10:00", "11:30", "11:30", "11:31")]
    [InlineData("* * * * *", CatchUp.Skip, "10:00", "11:30", null, "11:26")]
    [InlineData("* * * * *", CatchUp.All, "10:00", "11:30", "10:00", "10:01")]
    [InlineData("0 */6 * * *", CatchUp.Once, "06:00", "17:59", "12:00", "18:00")]
    [InlineData("0 */6 * * *", CatchUp.Skip, "06:00", "12:30", null, "18:00")]
    public void Fire_WhenTimesPassed_DoesAsChosen(string cron, CatchUp choice, string due, string now, string? fires, string next)
    {
        Assert.True(CronSchedule.TryParse(cron, "UTC", out var schedule, out _));
        Assert.Equal((At(fires), At(next)), CatchUpTimes.Fire(schedule, At(due)!.Value, At(now)!.Value, choice));
    }

    [Fact]
    public void Fire_AfterYears_FindsTheLastTimeOfARareSchedule()
    {
        Assert.True(CronSchedule.TryParse("0 0 29 2 *", "UTC", out var schedule, out _));
        var due = new DateTimeOffset(2024, 2, 29, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal((due, due.AddYears(4)), CatchUpTimes.Fire(schedule, due, due.AddYears(3), CatchUp.Once));
        Assert.Equal((due.AddYears(8), due.AddYears(12)), CatchUpTimes.Fire(schedule, due, due.AddYears(11), CatchUp.Once));
    }

    [Theory]
    [InlineData(null, CatchUp.Once)]
    [InlineData("once", CatchUp.Once)]
    [InlineData("skip", CatchUp.Skip)]
    [InlineData("all", CatchUp.All)]
    public void Parse_TakesTheWordsOfTheCatalog(string? word, CatchUp choice) => Assert.Equal(choice, CatchUpTimes.Parse(word));

    private static DateTimeOffset? At(string? time) => time is null ? null : DateTimeOffset.Parse($"2026-03-02T{time}:00Z", System.Globalization.CultureInfo.InvariantCulture);
}
