using System.Diagnostics;
using System.Globalization;
using Cadenza.LocalHost.Durable;
using Cadenza.LocalHost.Durable.Hub;
using Cadenza.TestKit;
using Grpc.Core;
using Microsoft.DurableTask.Client;

namespace Cadenza.LocalHost.Tests.Durable;

public sealed class LeaseTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_WhenAnotherRunningEngineOwnsTheHub_IsRefused()
    {
        await using var hub = await StartAsync();
        var second = hub.NewEngine();

        var refused = await Assert.ThrowsAsync<TaskHubInUseException>(() => second.StartAsync(Cancellation));

        Assert.Contains("TestHub", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"process {Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
        await hub.ScheduleAsync(id: "still works");
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await hub.StatusAsync("still works"));
    }

    [Fact]
    public async Task Start_WhenAnotherHubIsOwned_IsNotRefused()
    {
        await using var hub = await StartAsync();

        await using var second = hub.NewEngine(hub.Options with { HubName = "AnotherHub" });
        await second.StartAsync(Cancellation);

        await using var server = await HubServer.StartAsync(() => second, Cancellation);
        Assert.Null(await server.Client.GetInstanceAsync("x", Cancellation));
    }

    [Fact]
    public async Task Start_WhenTheOwnerHasStopped_TakesTheHub()
    {
        await using var hub = await StartAsync();
        await hub.Engine.StopAsync(Cancellation);

        await hub.StartAsync();

        await hub.ScheduleAsync(id: "x");
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await hub.StatusAsync("x"));
    }

    [Fact]
    public async Task Start_WhenTheOwnerOnThisMachineIsDead_TakesTheHubAtOnce()
    {
        await using var hub = await StartAsync();
        await hub.Engine.AbandonAsync();
        // The id of this very process, but of one that started long ago: the id was used again.
        await hub.WriteLeaseAsync(new LeaseOwner(Environment.MachineName, 1, DateTimeOffset.UnixEpoch, "dead"), TimeSpan.FromDays(1));

        await hub.StartAsync();

        await hub.ScheduleAsync(id: "x");
        Assert.Equal(OrchestrationRuntimeStatus.Completed, await hub.StatusAsync("x"));
    }

    [Fact]
    public async Task Start_WhenTheOwnerIsAZombie_TakesTheHubAtOnce()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Zombies are looked for on Linux.");
        await using var hub = await StartAsync();
        await hub.Engine.AbandonAsync();
        // The shell becomes a program that never asks how its child ended; the child ends with its input, which is after that.
        const string Script = "exec 3<&0; cat <&3 >/dev/null & echo $!; exec sleep 600";
        using var parent = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Script]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        try
        {
            var id = int.Parse((await parent.StandardOutput.ReadLineAsync(Cancellation))!, CultureInfo.InvariantCulture);
            await Eventually.True(() => File.ReadAllText($"/proc/{parent.Id}/comm").Trim() == "sleep", "the parent is another program");
            parent.StandardInput.Close();
            await Eventually.True(() => File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal), "the child is a zombie");
            using var zombie = Process.GetProcessById(id);
            await hub.WriteLeaseAsync(new LeaseOwner(Environment.MachineName, id, zombie.StartTime.ToUniversalTime(), "zombie"), TimeSpan.FromDays(1));

            await hub.StartAsync();

            await hub.ScheduleAsync(id: "x");
            Assert.Equal(OrchestrationRuntimeStatus.Completed, await hub.StatusAsync("x"));
        }
        finally
        {
            parent.Kill();
        }
    }

    [Fact]
    public async Task Start_WhenAnotherLivingProcessOnThisMachineOwnsTheHub_IsRefused()
    {
        await using var hub = await StartAsync();
        await hub.Engine.AbandonAsync();
        using var alive = Process.GetProcessById(1);
        await hub.WriteLeaseAsync(new LeaseOwner(Environment.MachineName, alive.Id, alive.StartTime.ToUniversalTime(), "alive"), TimeSpan.FromDays(1));

        await Assert.ThrowsAsync<TaskHubInUseException>(hub.StartAsync);
    }

    [Fact]
    public async Task Start_WhenTheOwnerOnAnotherMachineIsSilent_WaitsForItsLeaseToEnd()
    {
        await using var hub = await StartAsync();
        await hub.Engine.AbandonAsync();
        var ends = DateTimeOffset.UtcNow + TimeSpan.FromSeconds(0.5);
        await hub.WriteLeaseAsync(new LeaseOwner("elsewhere", 1, DateTimeOffset.UtcNow, "silent"), TimeSpan.FromSeconds(0.5));

        hub.Options = hub.Options with { LeaseDuration = TimeSpan.FromSeconds(1) };
        await hub.StartAsync();

        Assert.True(DateTimeOffset.UtcNow >= ends);
    }

    [Fact]
    public async Task Start_WhenTheOwnerOnAnotherMachineRenews_IsRefused()
    {
        await using var hub = await StartAsync();
        await hub.Engine.AbandonAsync();
        var other = new LeaseOwner("elsewhere", 1, DateTimeOffset.UtcNow, "alive");
        await hub.WriteLeaseAsync(other, TimeSpan.FromHours(1));
        hub.Options = hub.Options with { LeaseDuration = TimeSpan.FromSeconds(1) };
        var second = hub.NewEngine();

        var starting = second.StartAsync(Cancellation);
        while (!starting.IsCompleted) await hub.WriteLeaseAsync(other, TimeSpan.FromHours(1));

        var refused = await Assert.ThrowsAsync<TaskHubInUseException>(() => starting);
        Assert.Contains("elsewhere", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WhenTheLeaseIsTaken_StopsAndSaysSo()
    {
        await using var hub = new TestHub();
        hub.Options = hub.Options with { LeaseDuration = TimeSpan.FromSeconds(0.4) };
        hub.Orchestrator("main", _ => Task.FromResult<object?>(1));
        await hub.StartAsync();

        await hub.WriteLeaseAsync(new LeaseOwner("elsewhere", 1, DateTimeOffset.UtcNow, "thief"), TimeSpan.FromHours(1));

        await Assert.ThrowsAsync<TaskHubLostException>(() => hub.Engine.Stopped.WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => hub.ScheduleAsync())).StatusCode);
    }

    [Fact]
    public async Task Client_WhenTheEngineDoesNotRun_SaysSo()
    {
        await using var hub = await StartAsync();
        var client = hub.Client;
        await hub.Engine.StopAsync(Cancellation);

        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => client.ScheduleNewOrchestrationInstanceAsync("main", Cancellation))).StatusCode);
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => client.RaiseEventAsync("x", "go", Cancellation))).StatusCode);
    }

    private static Task<TestHub> StartAsync() => TestHub.StartAsync(_ => Task.FromResult<object?>(1));
}
