using Microsoft.Extensions.Logging;

namespace Cadenza.LocalRuntime.Hosting;

/// <summary>What the host logs: 100-199.</summary>
internal static partial class HostLog
{
    [LoggerMessage(100, LogLevel.Error, "Function {Function} failed (invocation {InvocationId})")]
    public static partial void FunctionFailed(ILogger log, string function, string invocationId, Exception fault);

    [LoggerMessage(101, LogLevel.Warning, "Function {Function} returned a {Type}, which is not written to the response; return an IActionResult or IResult")]
    public static partial void ResultNotWritten(ILogger log, string function, string type);

    [LoggerMessage(102, LogLevel.Information, "Function {Function} was not called: {Reason}")]
    public static partial void InputRefused(ILogger log, string function, string reason);

    [LoggerMessage(103, LogLevel.Debug, "Function {Function}: the caller went away")]
    public static partial void RequestAborted(ILogger log, string function);
}
