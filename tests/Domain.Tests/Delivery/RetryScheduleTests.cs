using Cadenza.Domain.Values;

namespace Cadenza.Domain.Tests.Delivery;

public sealed class RetryScheduleTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(8, 256)]
    [InlineData(9, 300)]
    public void DelayAfter_WhenAttemptsRemain_DoublesUpToTheLimit(int attempt, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetrySchedule.Default.DelayAfter(attempt));

    [Theory]
    [InlineData(10)]
    [InlineData(11)]
    public void DelayAfter_WhenItWasTheLast_IsNull(int attempt) => Assert.Null(RetrySchedule.Default.DelayAfter(attempt));

    [Fact]
    public void DelayAfter_WhenTheProviderAsksForMore_GrantsIt()
    {
        Assert.Equal(TimeSpan.FromMinutes(9), RetrySchedule.Default.DelayAfter(1, TimeSpan.FromMinutes(9)));
        Assert.Equal(TimeSpan.FromSeconds(2), RetrySchedule.Default.DelayAfter(1, TimeSpan.FromSeconds(1)));
    }

    /// <summary>A provider's wish holds the contact's cohort, and a hostile one is not to overflow the calendar.</summary>
    [Fact]
    public void DelayAfter_WhenTheProviderAsksForTooMuch_GrantsAnHour()
    {
        Assert.Equal(TimeSpan.FromHours(1), RetrySchedule.Default.DelayAfter(1, TimeSpan.FromHours(2)));
        Assert.Equal(TimeSpan.FromHours(1), RetrySchedule.Default.DelayAfter(9, TimeSpan.MaxValue));
        Assert.Equal(TimeSpan.FromSeconds(2), RetrySchedule.Default.DelayAfter(1, TimeSpan.MinValue));
    }

    [Fact]
    public void DelayAfter_WhenAttemptsAreMany_NeverOverflows()
    {
        var endless = new RetrySchedule(TimeSpan.FromHours(1), TimeSpan.FromDays(1), int.MaxValue);

        Assert.Equal(TimeSpan.FromDays(1), endless.DelayAfter(5000));
        Assert.Throws<ArgumentOutOfRangeException>(() => endless.DelayAfter(0));
    }
}
