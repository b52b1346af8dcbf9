using Microsoft.DurableTask;

namespace Cadenza.Functions.Timing;

/// <summary>
/// An activity failed in a way that another try would repeat: a row that cannot be read or written, a fault in the code. Its
/// driver does not try it again by the second; the sweep does, each time it comes by.
/// </summary>
internal sealed class PermanentFailureException(Exception cause) : Exception(cause.Message, cause)
{
    /// <summary>Whether a failed activity failed for good. By name: what an activity threw comes back through the engine as text.</summary>
    public static bool IsCauseOf(TaskFailureDetails failure) =>
        failure.ErrorType == typeof(PermanentFailureException).FullName || (failure.InnerFailure is { } inner && IsCauseOf(inner));
}
