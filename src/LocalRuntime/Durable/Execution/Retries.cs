using Microsoft.DurableTask;

namespace Cadenza.LocalRuntime.Durable.Execution;

/// <summary>Tries a task again as its policy says. Runs as part of the orchestration, so it is replayed with it.</summary>
internal static class Retries
{
    public static async Task<string?> Run(TaskOrchestrationContext context, RetryPolicy policy, Func<Task<string?>> attempt)
    {
        var first = context.CurrentUtcDateTime;
        for (var attempts = 1; ; attempts++)
        {
            try
            {
                return await attempt();
            }
            catch (TaskFailedException failed)
            {
                if (!IsRetried(policy, attempts, context.CurrentUtcDateTime - first, failed)) throw;
            }

            await context.CreateTimer(Delay(policy, attempts), CancellationToken.None);
        }
    }

    /// <summary>The delay after the given number of failed attempts.</summary>
    public static TimeSpan Delay(RetryPolicy policy, int attempts)
    {
        var ticks = policy.FirstRetryInterval.Ticks * Math.Pow(policy.BackoffCoefficient, attempts - 1);
        return ticks < policy.MaxRetryInterval.Ticks ? TimeSpan.FromTicks((long)ticks) : policy.MaxRetryInterval;
    }

    private static bool IsRetried(RetryPolicy policy, int attempts, TimeSpan elapsed, TaskFailedException failed) =>
        attempts < policy.MaxNumberOfAttempts
        && (policy.RetryTimeout == Timeout.InfiniteTimeSpan || elapsed < policy.RetryTimeout)
        && (policy.FailureFilter?.Invoke(failed.FailureDetails) ?? true);
}
