using Cadenza.LocalHost.Worker.Protocol;

namespace Cadenza.LocalHost.Worker;

/// <summary>An exception of the worker, as it was told.</summary>
internal sealed class WorkerException(RpcException told) : Exception(told.Message)
{
    public override string? StackTrace => told.StackTrace.Length == 0 ? null : told.StackTrace;

    // The message of a worker's exception is, as a rule, its whole text already.
    public override string ToString() => StackTrace is { } trace && !Message.Contains(trace, StringComparison.Ordinal) ? $"{Message}{Environment.NewLine}{trace}" : Message;
}
