using Microsoft.DurableTask.Protobuf;

namespace Cadenza.LocalHost.Durable.History;

/// <summary>Makes the failures that the host itself has to tell of.</summary>
internal static class Failures
{
    /// <summary>A failure that looks to the code like an exception of a type it knows.</summary>
    public static TaskFailureDetails Of<TException>(string message)
        where TException : Exception => new() { ErrorType = typeof(TException).FullName, ErrorMessage = message };

    /// <summary>A failure that is an exception's.</summary>
    public static TaskFailureDetails From(Exception exception) => new()
    {
        ErrorType = exception.GetType().FullName,
        ErrorMessage = exception.Message,
        StackTrace = exception.StackTrace,
        InnerFailure = exception.InnerException is { } inner ? From(inner) : null,
    };
}
