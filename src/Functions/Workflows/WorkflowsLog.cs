using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Workflows;

/// <summary>What workflows and events log, 5000 to 5999. No message carries a payload or a personal value.</summary>
internal static partial class WorkflowsLog
{
    [LoggerMessage(5001, LogLevel.Error, "A step of type {Type} failed by our own fault in run {Run}; it is tried again")]
    public static partial void StepBroke(this ILogger log, Exception fault, string type, string run);

    [LoggerMessage(5003, LogLevel.Error, "Run {Run} failed by our own fault, and alone")]
    public static partial void RunBroke(this ILogger log, Exception fault, string run);

    [LoggerMessage(5004, LogLevel.Error, "Lead {Lead} met a fault of our own, and it alone")]
    public static partial void LeadBroke(this ILogger log, Exception fault, string lead);

    [LoggerMessage(5002, LogLevel.Error, "A message of the queue {Queue} is no event and was set aside: {Reason}")]
    public static partial void EventSetAside(this ILogger log, string queue, string reason);
}
