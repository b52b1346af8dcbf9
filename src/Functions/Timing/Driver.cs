using Microsoft.DurableTask;

namespace Cadenza.Functions.Timing;

/// <summary>What the drivers have in common. They are frozen: an instance may run for months and is replayed by later code.</summary>
internal static class Driver
{
    /// <summary>The event that wakes a driver. It carries nothing: the rows say what to do.</summary>
    public const string Doorbell = "doorbell";

    /// <summary>After so many turns a driver continues as new, so its history stays short.</summary>
    public const int TurnsPerGeneration = 20;

    /// <summary>
    /// How an activity that fails is tried again: ten times over about eight minutes, unless it failed for good. A driver whose
    /// activity fails for longer, or for good, fails itself, and the sweep starts it again.
    /// </summary>
    public static TaskOptions Retries { get; } = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 10,
        firstRetryInterval: TimeSpan.FromSeconds(1),
        backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(2))
    {
        HandleFailure = failure => !PermanentFailureException.IsCauseOf(failure),
    });

    /// <summary>The life of a driver that does a turn, sleeps until its directive says or somebody rings, and does the next one.</summary>
    /// <typeparam name="TKey">What names the thing it drives: its input, and that of its activity.</typeparam>
    /// <param name="context">The orchestration.</param>
    /// <param name="activity">The name of the activity that does a turn and answers a <see cref="DriverDirective"/>.</param>
    public static async Task RunAsync<TKey>(TaskOrchestrationContext context, string activity)
        where TKey : class
    {
        var key = context.GetInput<TKey>()!;
        Task doorbell = context.WaitForExternalEvent<object?>(Doorbell);
        for (var turn = 0; turn < TurnsPerGeneration; turn++)
        {
            var directive = await context.CallActivityAsync<DriverDirective>(activity, key, Retries);
            if (directive.IsDone) return;
            if (!directive.Again) doorbell = await SleepAsync(context, doorbell, directive.WakeAt);
        }

        context.ContinueAsNew(key);
    }

    /// <summary>Waits for the earlier of a moment and the doorbell; without a moment, for the doorbell alone.</summary>
    /// <param name="context">The orchestration.</param>
    /// <param name="doorbell">The wait for the next ring, kept from turn to turn so that no ring is lost.</param>
    /// <param name="wakeAt">The moment, or null.</param>
    /// <returns>The wait for the ring after that.</returns>
    public static async Task<Task> SleepAsync(TaskOrchestrationContext context, Task doorbell, DateTimeOffset? wakeAt)
    {
        if (wakeAt is { } moment)
        {
            using var timerCancellation = new CancellationTokenSource();
            var timer = context.CreateTimer(moment.UtcDateTime, timerCancellation.Token);
            await Task.WhenAny(doorbell, timer);
            // Not CancelAsync: it goes on on another thread, where an orchestrator must not be.
            timerCancellation.Cancel();
        }
        else
        {
            await doorbell;
        }

        return doorbell.IsCompleted ? context.WaitForExternalEvent<object?>(Doorbell) : doorbell;
    }
}
