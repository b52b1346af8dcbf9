using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using static Microsoft.Azure.Functions.Worker.AuthorizationLevel;

namespace Cadenza.SampleApp;

/// <summary>Tells in which processes an orchestration and its activities run.</summary>
public static class PlaceFunctions
{
    /// <summary>Runs an orchestration of that many steps and answers with a line for each: the process of the orchestrator and that of the activity.</summary>
    [Function(nameof(Places))]
    public static async Task<IResult> Places([HttpTrigger(Anonymous, "get", Route = "places/{steps:int}")] HttpRequest request, int steps, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var instance = await client.ScheduleNewOrchestrationInstanceAsync(nameof(Visit), steps, cancellation: cancellation);
        var ended = await client.WaitForInstanceCompletionAsync(instance, getInputsAndOutputs: true, cancellation);
        return TypedResults.Text(string.Join('\n', ended.ReadOutputAs<string[]>()!));
    }

    /// <summary>One activity after the other.</summary>
    [Function(nameof(Visit))]
    public static async Task<List<string>> Visit([OrchestrationTrigger] TaskOrchestrationContext context, int steps)
    {
        List<string> places = [];
        // A replay hands over another process perhaps, but gets the result of the first time.
        for (var step = 0; step < steps; step++) places.Add(await context.CallActivityAsync<string>(nameof(Place), Environment.ProcessId));
        return places;
    }

    /// <summary>Adds its own process to that of the orchestrator.</summary>
    [Function(nameof(Place))]
    public static string Place([ActivityTrigger] int orchestrator) => $"{orchestrator} {Environment.ProcessId}";
}
