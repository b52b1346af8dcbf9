using System.Diagnostics;
using Cadenza.LocalHost.Durable;
using Cadenza.LocalHost.Storage;
using Cadenza.LocalHost.Tests.Durable;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cadenza.Benchmarks.Experiments;

/// <summary>
/// The durable engine alone: 2,000 orchestrations at once, each three activities and two timers of a millisecond. Turns are
/// run by the official worker's code in this process, and the official client starts them over gRPC.
/// </summary>
internal static class Orchestrations
{
    private const int Count = 2000;
    private const int AtOnce = 64;

    /// <summary>Runs on a storage.</summary>
    public static async Task<IReadOnlyList<Figure>> RunAsync(string storage)
    {
        using var worker = Worker();
        using var operations = new StorageOperations();
        await using var engine = new DurableEngine(
            new DurableEngineOptions("Bench", 32, 100), worker, StorageClients.Tables(storage), TimeProvider.System, NullLogger<DurableEngine>.Instance);
        await engine.StartAsync(CancellationToken.None);
        await using var server = await HubServer.StartAsync(() => engine, CancellationToken.None);
        await RunRoundAsync(server.Client, "warm", 200);
        operations.Reset();
        var seconds = await RunRoundAsync(server.Client, "run", Count);
        await engine.StopAsync(CancellationToken.None);
        return
        [
            new Figure("orchestrations_per_second", Count / seconds, "1/s", new Dictionary<string, object>(operations.ByKind)
            {
                ["orchestrations"] = Count,
                ["operations_per_orchestration"] = Math.Round(operations.Total / (double)Count, 3),
            }),
        ];
    }

    private static TestWorker Worker()
    {
        var worker = new TestWorker { KeepRequests = false };
        worker.Activities["Echo"] = (_, input, _) => Task.FromResult<object?>(input);
        worker.Orchestrators["Shape"] = async context =>
        {
            await context.CallActivityAsync("Echo", 1);
            await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
            await context.CallActivityAsync("Echo", 2);
            await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
            await context.CallActivityAsync("Echo", 3);
            return null;
        };
        return worker;
    }

    private static async Task<double> RunRoundAsync(DurableTaskClient client, string name, int count)
    {
        var clock = Stopwatch.StartNew();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce };
        await Parallel.ForAsync(0, count, options, async (number, cancellation) =>
            await client.ScheduleNewOrchestrationInstanceAsync("Shape", input: null, new StartOrchestrationOptions($"{name}-{number}"), cancellation));
        await Parallel.ForAsync(0, count, options, async (number, cancellation) =>
            await client.WaitForInstanceCompletionAsync($"{name}-{number}", cancellation));
        return clock.Elapsed.TotalSeconds;
    }
}
