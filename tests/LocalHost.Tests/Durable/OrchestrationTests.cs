using Cadenza.LocalHost.Tests.Hosting;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Tests.Durable;

public sealed class OrchestrationTests
{
    private sealed record Order(string Name, int Count, DateTimeOffset At);

    [Fact]
    public async Task Run_WhenCodeReturns_CompletesWithItsOutput()
    {
        await using var hub = await TestHub.StartAsync(context => Result($"hello {context.Input<string>()}"));

        var id = await hub.ScheduleAsync("world");

        Assert.Equal("hello world", await hub.OutputAsync<string>(id));
    }

    [Fact]
    public async Task Run_WhenInputIsARecord_RoundTripsIt()
    {
        await using var hub = await TestHub.StartAsync(context => Result(context.Input<Order>()));
        var order = new Order("größe \"x\" \U0001F600", 3, new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.FromHours(2)));

        var id = await hub.ScheduleAsync(order);

        Assert.Equal(order, await hub.OutputAsync<Order>(id));
        Assert.Equal(order, (await hub.GetAsync(id)).ReadInputAs<Order>());
    }

    [Fact]
    public async Task Run_WhenThereIsNoInput_GivesTheDefault()
    {
        await using var hub = await TestHub.StartAsync(context => Result(new object?[] { context.Input<string>(), context.Input<int>() }));

        var id = await hub.ScheduleAsync();

        Assert.Equal("[null,0]", (await hub.GetAsync(id)).SerializedOutput);
    }

    [Fact]
    public async Task Run_WhenCodeThrows_FailsWithTypeMessageAndCause()
    {
        await using var hub = await TestHub.StartAsync(_ => throw new InvalidOperationException("outer", new FormatException("inner")));

        var id = await hub.ScheduleAsync();

        var metadata = await hub.GetAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, metadata.RuntimeStatus);
        Assert.Equal("System.InvalidOperationException", metadata.FailureDetails!.ErrorType);
        Assert.Equal("outer", metadata.FailureDetails.ErrorMessage);
        Assert.Equal("System.FormatException", metadata.FailureDetails.InnerFailure!.ErrorType);
        Assert.True(metadata.FailureDetails.IsCausedBy<InvalidOperationException>());
    }

    [Fact]
    public async Task Run_WhenFunctionDoesNotExist_FailsAndNamesIt()
    {
        await using var hub = await TestHub.StartAsync(_ => Result(null));

        var id = await hub.ScheduleAsync(name: "nowhere");

        var metadata = await hub.GetAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, metadata.RuntimeStatus);
        Assert.Contains("'nowhere'", metadata.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WhenNameDiffersInCase_FindsTheFunction()
    {
        await using var hub = await TestHub.StartAsync(context => Result(context.Name.Name));

        var id = await hub.ScheduleAsync(name: "MAIN");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, await hub.StatusAsync(id));
    }

    [Fact]
    public async Task Context_WhenRead_TellsNameIdParentAndTime()
    {
        await using var hub = await TestHub.StartAsync(context =>
            Result($"{context.Name} {context.InstanceId} {context.Parent is null} {context.CurrentUtcDateTime:O}"));

        await hub.ScheduleAsync(id: "me");

        Assert.Equal("main me True 2026-01-01T00:00:00.0000000Z", await hub.OutputAsync<string>("me"));
    }

    [Fact]
    public async Task CurrentUtcDateTime_WhenATimerFired_IsTheTimeOfThatTurnOnEveryReplay()
    {
        List<(bool Replaying, DateTime Time)> seen = [];
        await using var hub = await TestHub.StartAsync(
            async context =>
            {
                seen.Add((context.IsReplaying, context.CurrentUtcDateTime));
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                seen.Add((context.IsReplaying, context.CurrentUtcDateTime));
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                return null;
            },
            hub => hub.Options = hub.Options with { MaxSessions = 0 });
        var start = hub.Clock.GetUtcNow().UtcDateTime;

        await hub.ScheduleAsync();
        await hub.AdvanceAsync(TimeSpan.FromHours(3));

        Assert.Equal(
            [(false, start), (true, start), (false, start.AddHours(1)), (true, start), (true, start.AddHours(1))],
            seen);
    }

    [Fact]
    public async Task NewGuid_WhenReplayed_GivesTheSameAndNeverTheSameTwice()
    {
        List<Guid> seen = [];
        await using var hub = await TestHub.StartAsync(
            async context =>
            {
                seen.Add(context.NewGuid());
                seen.Add(context.NewGuid());
                await context.WaitForExternalEvent<string>("go");
                return null;
            },
            hub => hub.Options = hub.Options with { MaxSessions = 0 });

        var id = await hub.ScheduleAsync();
        await hub.RaiseAsync(id, "go");

        Assert.Equal(4, seen.Count);
        Assert.Equal(seen[..2], seen[2..]);
        Assert.NotEqual(seen[0], seen[1]);
    }

    [Fact]
    public async Task NewGuid_WhenTwoInstancesRun_Differs()
    {
        await using var hub = await TestHub.StartAsync(context => Result(context.NewGuid()));

        var first = await hub.OutputAsync<Guid>(await hub.ScheduleAsync());

        Assert.NotEqual(first, await hub.OutputAsync<Guid>(await hub.ScheduleAsync()));
    }

    [Fact]
    public async Task SetCustomStatus_WhenTheCodeWaits_IsReadAndKeptOverARestart()
    {
        await using var hub = await TestHub.StartAsync(async context =>
        {
            context.SetCustomStatus(new { step = 2 });
            await context.WaitForExternalEvent<string>("go");
            context.SetCustomStatus(null);
            return null;
        });
        var id = await hub.ScheduleAsync();

        await hub.CrashAndRestartAsync();

        Assert.Equal("""{"step":2}""", (await hub.GetAsync(id)).SerializedCustomStatus);
        await hub.RaiseAsync(id, "go");
        Assert.Null((await hub.GetAsync(id)).SerializedCustomStatus);
    }

    [Fact]
    public async Task CreateReplaySafeLogger_WhenReplayed_IsSilent()
    {
        var log = new LogLines();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(log));
        await using var hub = await TestHub.StartAsync(
            async context =>
            {
                var logger = context.CreateReplaySafeLogger("main");
                logger.Log(LogLevel.Information, default, "before", null, (text, _) => text);
                await context.WaitForExternalEvent<string>("go");
                logger.Log(LogLevel.Information, default, "after", null, (text, _) => text);
                return null;
            },
            hub => (hub.Options, hub.Worker.Loggers) = (hub.Options with { MaxSessions = 0 }, loggers));
        var id = await hub.ScheduleAsync();

        await hub.RaiseAsync(id, "go");

        Assert.Equal(["before", "after"], log.Lines.Select(line => line.Text.Trim()).Where(text => text is "before" or "after"));
    }

    private static Task<object?> Result(object? value) => Task.FromResult(value);
}
