using System.Diagnostics;
using Azure.Data.Tables;
using Cadenza.LocalHost.Durable;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cadenza.Benchmarks.Experiments;

/// <summary>The durable engine alone: 2,000 orchestrations at once, each three activities and two timers of a millisecond.</summary>
internal static class Orchestrations
{
    private const int Count = 2000;

    /// <summary>Runs on a storage.</summary>
    public static async Task<IReadOnlyList<Figure>> RunAsync(string storage)
    {
        var functions = new DurableFunctions();
        functions.Activities["Echo"] = (_, input, _) => Task.FromResult<object?>(input);
        functions.Orchestrators["Shape"] = async context =>
        {
            await context.CallActivityAsync("Echo", 1);
            await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
            await context.CallActivityAsync("Echo", 2);
            await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
            await context.CallActivityAsync("Echo", 3);
            return null;
        };
        using var operations = new StorageOperations();
        await using var engine = new DurableEngine(
            new DurableEngineOptions("Bench", 32, 100), functions, new TableServiceClient(storage), TimeProvider.System, NullLogger<DurableEngine>.Instance);
        await engine.StartAsync(CancellationToken.None);
        await RunRoundAsync(engine, "warm", 200);
        operations.Reset();
        var seconds = await RunRoundAsync(engine, "run", Count);
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

    private static async Task<double> RunRoundAsync(DurableEngine engine, string name, int count)
    {
        var clock = Stopwatch.StartNew();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (number, cancellation) =>
            await engine.Client.ScheduleNewOrchestrationInstanceAsync("Shape", input: null, new($"{name}-{number}"), cancellation));
        await Task.WhenAll(Enumerable.Range(0, count).Select(number =>
            engine.Client.WaitForInstanceCompletionAsync($"{name}-{number}", CancellationToken.None)));
        return clock.Elapsed.TotalSeconds;
    }
}
