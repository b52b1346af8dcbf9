using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Cadenza.SampleApp;

/// <summary>An orchestration to measure the task hub with.</summary>
public static class ShapeFunctions
{
    /// <summary>Three activities and, between them, two timers of a millisecond.</summary>
    [Function(nameof(Shape))]
    public static async Task Shape([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CallActivityAsync<int>(nameof(Repeat), 1);
        await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
        await context.CallActivityAsync<int>(nameof(Repeat), 2);
        await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
        await context.CallActivityAsync<int>(nameof(Repeat), 3);
    }

    /// <summary>Gives back what it gets.</summary>
    [Function(nameof(Repeat))]
    public static int Repeat([ActivityTrigger] int number) => number;
}
