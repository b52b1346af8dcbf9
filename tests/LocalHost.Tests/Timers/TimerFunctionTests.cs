using System.Collections.Concurrent;
using System.Globalization;
using Cadenza.LocalHost.Tests.Hosting;
using Cadenza.TestKit;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Tests.Timers;

public sealed class TimerFunctionTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly Runs _runs = new();

    [Fact]
    public async Task Timer_WhenItsTicksCome_RunsOncePerTick()
    {
        await using var app = await TestApp.StartAsync([typeof(EveryFiveMinutes)], Configure);

        for (var i = 1; i <= 3; i++)
        {
            await AdvanceAsync(TimeSpan.FromMinutes(5));
            var expected = i;
            await Eventually.True(() => _runs.Seen.Count == expected, $"tick {expected} ran");
        }

        Assert.Equal(["00:05 False", "00:10 False", "00:15 False"], _runs.Seen);
    }

    [Fact]
    public async Task Timer_WhenTicksPassedWhileTheAppWasDown_MakesUpForThemOnce()
    {
        var app = await TestApp.StartAsync([typeof(EveryFiveMinutes)], Configure);
        await AdvanceAsync(TimeSpan.FromMinutes(5));
        await Eventually.True(() => _runs.Seen.Count == 1, "the first tick ran");
        await app.StopKeepingDataAsync();
        _clock.Advance(TimeSpan.FromMinutes(17));

        await using var again = await TestApp.StartInAsync(app.Folder, [typeof(EveryFiveMinutes)], Configure);
        await Eventually.True(() => _runs.Seen.Count == 2, "it made up for the ticks");
        await AdvanceAsync(TimeSpan.FromMinutes(3));
        await Eventually.True(() => _runs.Seen.Count == 3, "the next tick ran");

        Assert.Equal(["00:05 False", "00:22 True", "00:25 False"], _runs.Seen);
    }

    [Fact]
    public async Task Timer_WhenNoTickPassedWhileTheAppWasDown_DoesNotRunAtStart()
    {
        var app = await TestApp.StartAsync([typeof(EveryFiveMinutes)], Configure);
        await app.StopKeepingDataAsync();
        _clock.Advance(TimeSpan.FromMinutes(2));

        await using var again = await TestApp.StartInAsync(app.Folder, [typeof(EveryFiveMinutes)], Configure);
        await AdvanceAsync(TimeSpan.FromMinutes(3));
        await Eventually.True(() => _runs.Seen.Count == 1, "the tick ran");

        Assert.Equal(["00:05 False"], _runs.Seen);
    }

    [Fact]
    public async Task Timer_WithRunOnStartup_RunsAtStartNotPastDue()
    {
        await using var app = await TestApp.StartAsync([typeof(AtStart)], Configure);

        await Eventually.True(() => _runs.Seen.SequenceEqual(["00:00 False"]), "it ran at start");
    }

    [Fact]
    public async Task Timer_WhenARunOutlastsTicks_SkipsThemAndNeverOverlaps()
    {
        _runs.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await TestApp.StartAsync([typeof(EveryFiveMinutes)], Configure);
        await AdvanceAsync(TimeSpan.FromMinutes(5));
        await Eventually.True(() => _runs.Seen.Count == 1, "the first tick runs");

        _clock.Advance(TimeSpan.FromMinutes(12));
        Assert.Single(_runs.Seen);
        _runs.Gate.SetResult();
        await AdvanceAsync(TimeSpan.FromMinutes(3));
        await Eventually.True(() => _runs.Seen.Count == 2, "the next tick runs");

        Assert.Equal(["00:05 False", "00:20 False"], _runs.Seen);
        Assert.Equal(1, _runs.Most);
    }

    [Fact]
    public async Task Timer_WhenARunFails_LogsItAndRunsAtTheNextTick()
    {
        _runs.Fault = new InvalidOperationException("on purpose");
        await using var app = await TestApp.StartAsync([typeof(EveryFiveMinutes)], Configure);
        await AdvanceAsync(TimeSpan.FromMinutes(5));
        await Eventually.True(() => app.Log.Lines.Any(line => line.Level == LogLevel.Error && line.Text.Contains("on purpose", StringComparison.Ordinal)), "it failed");

        await AdvanceAsync(TimeSpan.FromMinutes(5));
        await Eventually.True(() => _runs.Seen.Count == 2, "it ran again");
    }

    [Fact]
    public async Task Timer_OfManyMonths_WaitsThroughThem()
    {
        await using var app = await TestApp.StartAsync([typeof(NewYear)], Configure);

        for (var day = 0; day < 365; day++) await AdvanceAsync(TimeSpan.FromDays(1));
        await Eventually.True(() => _runs.Seen.Count == 1, "the year is over");
        Assert.Equal(2027, _clock.GetUtcNow().Year);
    }

    [Fact]
    public async Task Schedule_WithASetting_IsLookedUp()
    {
        await using var app = await TestApp.StartAsync([typeof(FromSettings)], builder =>
        {
            Configure(builder);
            builder.Configuration["Every"] = "00:02:00";
        });

        await AdvanceAsync(TimeSpan.FromMinutes(2));
        await Eventually.True(() => _runs.Seen.SequenceEqual(["00:02 False"]), "it ran");
    }

    private void Configure(FunctionsApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.Services.AddSingleton(_runs);
    }

    // The listener arms its timer on its own thread; moving the clock before that would only move the tick away.
    private async Task AdvanceAsync(TimeSpan by)
    {
        await Eventually.True(() => _clock.NextTimer is not null, "a timer waits");
        _clock.Advance(by);
    }

    public sealed class Runs
    {
        private int _now;

        public ConcurrentQueue<string> Seen { get; } = new();

        public TaskCompletionSource? Gate { get; set; }

        public Exception? Fault { get; set; }

        public int Most { get; private set; }

        public async Task RunAsync(TimerInfo timer, TimeProvider clock)
        {
            Most = Math.Max(Most, Interlocked.Increment(ref _now));
            Seen.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():HH:mm} {timer.IsPastDue}"));
            if (Gate is not null) await Gate.Task;
            Interlocked.Decrement(ref _now);
            if (Fault is not null) throw Fault;
        }
    }

    public sealed class EveryFiveMinutes(Runs runs, TimeProvider clock)
    {
        [Function("EveryFive")]
        public Task RunAsync([TimerTrigger("0 */5 * * * *")] TimerInfo timer)
        {
            Assert.NotNull(timer.ScheduleStatus);
            return runs.RunAsync(timer, clock);
        }
    }

    public sealed class AtStart(Runs runs, TimeProvider clock)
    {
        [Function("AtStart")]
        public Task RunAsync([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer) => runs.RunAsync(timer, clock);
    }

    public sealed class NewYear(Runs runs, TimeProvider clock)
    {
        [Function("NewYear")]
        public Task RunAsync([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer) => runs.RunAsync(timer, clock);
    }

    public sealed class FromSettings(Runs runs, TimeProvider clock)
    {
        [Function("FromSettings")]
        public Task RunAsync([TimerTrigger("%Every%", UseMonitor = false)] TimerInfo timer)
        {
            Assert.Null(timer.ScheduleStatus);
            return runs.RunAsync(timer, clock);
        }
    }
}
