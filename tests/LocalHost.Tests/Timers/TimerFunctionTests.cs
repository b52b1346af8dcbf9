using Cadenza.LocalHost.Tests.Hosting;
using Cadenza.SampleApp;
using Cadenza.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Tests.Timers;

public sealed class TimerFunctionTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly Seen _runs = new();

    [Fact]
    public async Task Timer_WhenItsTicksCome_RunsOncePerTick()
    {
        await using var app = await TestApp.StartAsync(Setup("EveryFive"));

        for (var i = 1; i <= 3; i++)
        {
            await AdvanceAsync(TimeSpan.FromMinutes(5));
            var expected = i;
            await Eventually.True(() => _runs.Values.Count == expected, $"tick {expected} ran");
        }

        Assert.Equal(["00:05 False 00:00 00:05", "00:10 False 00:05 00:10", "00:15 False 00:10 00:15"], _runs.Values);
    }

    [Fact]
    public async Task Timer_WhenTicksPassedWhileTheAppWasDown_MakesUpForThemOnce()
    {
        var app = await TestApp.StartAsync(Setup("EveryFive"));
        await AdvanceAsync(TimeSpan.FromMinutes(5));
        await Eventually.True(() => _runs.Values.Count == 1, "the first tick ran");
        await app.StopKeepingDataAsync();
        _clock.Advance(TimeSpan.FromMinutes(17));

        await using var again = await TestApp.StartInAsync(app.Folder, Setup("EveryFive"));
        await Eventually.True(() => _runs.Values.Count == 2, "it made up for the ticks");
        await AdvanceAsync(TimeSpan.FromMinutes(3));
        await Eventually.True(() => _runs.Values.Count == 3, "the next tick ran");

        Assert.Equal(["00:05 False 00:00 00:05", "00:22 True 00:05 00:10", "00:25 False 00:22 00:25"], _runs.Values);
    }

    [Fact]
    public async Task Timer_WhenNoTickPassedWhileTheAppWasDown_DoesNotRunAtStart()
    {
        var app = await TestApp.StartAsync(Setup("EveryFive"));
        await app.StopKeepingDataAsync();
        _clock.Advance(TimeSpan.FromMinutes(2));

        await using var again = await TestApp.StartInAsync(app.Folder, Setup("EveryFive"));
        await AdvanceAsync(TimeSpan.FromMinutes(3));
        await Eventually.True(() => _runs.Values.Count == 1, "the tick ran");

        Assert.Equal(["00:05 False 00:00 00:05"], _runs.Values);
    }

    [Fact]
    public async Task Timer_WithRunOnStartup_RunsAtStartNotPastDue()
    {
        await using var app = await TestApp.StartAsync(Setup("AtStart"));

        await Eventually.True(() => _runs.Values.SequenceEqual(["00:00 False 00:00 00:00"]), "it ran at start");
    }

    [Fact]
    public async Task Timer_WhenARunOutlastsTicks_SkipsThemAndNeverOverlaps()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _runs.Wait = gate.Task;
        await using var app = await TestApp.StartAsync(Setup("EveryFive"));
        await AdvanceAsync(TimeSpan.FromMinutes(5));
        await Eventually.True(() => _runs.Values.Count == 1, "the first tick runs");

        _clock.Advance(TimeSpan.FromMinutes(12));
        Assert.Single(_runs.Values);
        gate.SetResult();
        await AdvanceAsync(TimeSpan.FromMinutes(3));
        await Eventually.True(() => _runs.Values.Count == 2, "the next tick runs");

        Assert.Equal(["00:05 False 00:00 00:05", "00:20 False 00:05 00:20"], _runs.Values);
        Assert.Equal(1, _runs.Most);
    }

    [Fact]
    public async Task Timer_WhenARunFails_LogsItAndRunsAtTheNextTick()
    {
        _runs.Fault = new InvalidOperationException("on purpose");
        await using var app = await TestApp.StartAsync(Setup("EveryFive"));
        await AdvanceAsync(TimeSpan.FromMinutes(5));
        await Eventually.True(() => app.Log.Lines.Any(line => line.Level == LogLevel.Error && line.Text.Contains("on purpose", StringComparison.Ordinal)), "it failed");

        await AdvanceAsync(TimeSpan.FromMinutes(5));
        await Eventually.True(() => _runs.Values.Count == 2, "it ran again");
    }

    [Fact]
    public async Task Timer_OfManyMonths_WaitsThroughThem()
    {
        await using var app = await TestApp.StartAsync(Setup("NewYear"));

        for (var day = 0; day < 365; day++) await AdvanceAsync(TimeSpan.FromDays(1));
        await Eventually.True(() => _runs.Values.Count == 1, "the year is over");
        Assert.Equal(2027, _clock.GetUtcNow().Year);
    }

    [Fact]
    public async Task Schedule_WithASetting_IsLookedUp()
    {
        await using var app = await TestApp.StartAsync(Setup("FromSettings") with { Settings = new() { ["Every"] = "00:02:00" } });

        await AdvanceAsync(TimeSpan.FromMinutes(2));
        await Eventually.True(() => _runs.Values.SequenceEqual(["00:02 False"]), "it ran");
    }

    // Without durable functions: their engine has timers on the clock, too.
    private TestAppSetup Setup(string function) =>
        new() { Only = [function], Without = ["Greet", "Greeting", "Hello"], Clock = _clock, Services = services => services.AddSingleton(_runs) };

    // The listener arms its timer on its own thread; moving the clock before that would only move the tick away.
    private async Task AdvanceAsync(TimeSpan by)
    {
        await Eventually.True(() => _clock.NextTimer is not null, "a timer waits");
        _clock.Advance(by);
    }
}
