using System.Diagnostics.CodeAnalysis;
using Azure;

namespace Cadenza.Functions.Platform.Http.Pipeline;

/// <summary>Tells storage that does not answer from storage that says no.</summary>
internal static class StorageReach
{
    /// <summary>Whether <paramref name="fault"/> means that storage is unreachable, overloaded or failing itself.</summary>
    /// <param name="fault">What a storage client threw.</param>
    /// <param name="reason">Status, error code and the first line of what storage said, fit for the log.</param>
    public static bool IsOutOfReach(Exception fault, [NotNullWhen(true)] out string? reason)
    {
        // The clients' retry policy throws all the attempts' failures together, and the worker wraps them once more.
        var last = fault is AggregateException attempts && attempts.Flatten().InnerExceptions is [.., var inner] ? inner : fault;
        // Each attempt had its time and no answer.
        if (last is OperationCanceledException && fault is AggregateException)
        {
            reason = "no answer in time";
            return true;
        }

        reason = last is RequestFailedException { Status: 0 or 429 or >= 500 } failed
            ? $"{failed.Status} {failed.ErrorCode}: {failed.Message.Split('\n', 2)[0].TrimEnd()}"
            : null;
        return reason is not null;
    }
}
