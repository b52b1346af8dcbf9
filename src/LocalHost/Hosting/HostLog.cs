using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Hosting;

/// <summary>What the host logs: 100-199.</summary>
internal static partial class HostLog
{
    [LoggerMessage(100, LogLevel.Error, "Function {Function} failed (invocation {InvocationId}): {Reason}")]
    public static partial void FunctionFailed(ILogger log, string function, string invocationId, string reason, Exception? fault);

    [LoggerMessage(103, LogLevel.Debug, "Function {Function}: the caller went away")]
    public static partial void RequestAborted(ILogger log, string function);

    [LoggerMessage(110, LogLevel.Warning, "Queue {Queue} could not be read; trying again")]
    public static partial void ReceiveFailed(ILogger log, string queue, Exception fault);

    [LoggerMessage(111, LogLevel.Warning, "A message of queue {Queue} could not be kept from other receivers; it may be delivered twice")]
    public static partial void RenewalFailed(ILogger log, string queue, Exception fault);

    [LoggerMessage(112, LogLevel.Error, "Function {Function} failed for message {MessageId}, delivery {DequeueCount}: {Reason}")]
    public static partial void MessageFailed(ILogger log, string function, string messageId, long dequeueCount, string reason);

    [LoggerMessage(113, LogLevel.Error, "Function {Function}: message {MessageId} {Reason} and was moved to {PoisonQueue}")]
    public static partial void MessageSetAside(ILogger log, string function, string messageId, string reason, string poisonQueue);

    [LoggerMessage(114, LogLevel.Error, "Function {Function}: the outcome of message {MessageId} could not be stored; it will be delivered again")]
    public static partial void SettleFailed(ILogger log, string function, string messageId, Exception fault);

    [LoggerMessage(120, LogLevel.Error, "Timer function {Function} failed: {Reason}")]
    public static partial void TimerFailed(ILogger log, string function, string reason);

    [LoggerMessage(121, LogLevel.Warning, "The status of timer function {Function} could not be stored; ticks missed from now on may go unnoticed")]
    public static partial void TimerStatusFailed(ILogger log, string function, Exception fault);

    [LoggerMessage(104, LogLevel.Warning, "Function {Function} asks for a key of the host, and this host has none: its requests are answered 401. Give its trigger AuthorizationLevel.Anonymous")]
    public static partial void NeedsKey(ILogger log, string function);

    [LoggerMessage(105, LogLevel.Information, "Now listening on: {Address}")]
    public static partial void Listening(ILogger log, string address);

    [LoggerMessage(130, LogLevel.Error, "A {Kind} function did not end in time; the app stops without it")]
    public static partial void StopOutOfTime(ILogger log, string kind);

    [LoggerMessage(131, LogLevel.Critical, "The durable engine stopped; the app ends")]
    public static partial void EngineLost(ILogger log, Exception fault);

    [LoggerMessage(132, LogLevel.Critical, "The app's worker has ended by itself ({Reason}); the host ends")]
    public static partial void WorkerLost(ILogger log, string reason);

    [LoggerMessage(134, LogLevel.Warning, "The app's worker did not end in time and was killed")]
    public static partial void WorkerKilled(ILogger log);
}
