using System.Diagnostics;
using Cadenza.LocalHost.Hosting;
using Cadenza.SampleApp;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cadenza.Benchmarks.Experiments;

/// <summary>The task hub with the official worker and client: 2,000 orchestrations at once, each three activities and two timers of a millisecond.</summary>
internal static class Orchestrations
{
    private const int Count = 2000;
    private const int Rounds = 3;

    /// <summary>Runs on a storage.</summary>
    public static async Task<IReadOnlyList<Figure>> RunAsync(string storage)
    {
        using var operations = new StorageOperations();
        await using var host = await FunctionsHost.StartAsync(new FunctionsHostOptions
        {
            App = new InProcessApp(typeof(ShapeFunctions).Assembly, (args, configure) => SampleApplication.Create(args, configure)),
            Settings = new Dictionary<string, string?>
            {
                ["AzureWebJobsStorage"] = storage,
                ["AzureFunctionsJobHost:extensions:durableTask:extendedSessionsEnabled"] = "true",
                ["AzureFunctionsJobHost:extensions:durableTask:extendedSessionIdleTimeoutInSeconds"] = "10",
                ["AzureFunctionsJobHost:extensions:durableTask:maxConcurrentActivityFunctions"] = "32",
                ["AzureFunctionsJobHost:extensions:durableTask:maxConcurrentOrchestratorFunctions"] = "100",
                // Other functions of the app ask for these.
                ["TheQueue"] = "unused",
                ["Other"] = storage,
                ["Every"] = "0 0 0 1 1 *",
            },
            Port = 0,
            Logging = logging => logging.SetMinimumLevel(LogLevel.Error),
        });
        await using var client = new GrpcDurableTaskClient("bench", new GrpcDurableTaskClientOptions { Address = host.WorkerAddress.ToString() }, NullLogger.Instance);
        await RunRoundAsync(client, "warm", 200);
        var rounds = new List<double>();
        for (var round = 1; round <= Rounds; round++)
        {
            operations.Reset();
            rounds.Add(await RunRoundAsync(client, $"run{round}", Count));
        }

        return
        [
            new Figure("orchestrations_per_second", Count / rounds.Min(), "1/s", new Dictionary<string, object>(operations.ByKind)
            {
                ["orchestrations"] = Count,
                ["rounds"] = rounds.Select(seconds => Math.Round(seconds, 3)).ToArray(),
                ["operations_per_orchestration"] = Math.Round(operations.Total / (double)Count, 3),
            }),
        ];
    }

    private static async Task<double> RunRoundAsync(GrpcDurableTaskClient client, string name, int count)
    {
        var clock = Stopwatch.StartNew();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (number, cancellation) =>
            await client.ScheduleNewOrchestrationInstanceAsync(nameof(ShapeFunctions.Shape), input: null, new($"{name}-{number}"), cancellation));
        await Task.WhenAll(Enumerable.Range(0, count).Select(number =>
            client.WaitForInstanceCompletionAsync($"{name}-{number}", CancellationToken.None)));
        return clock.Elapsed.TotalSeconds;
    }
}
