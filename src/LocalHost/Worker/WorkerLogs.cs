using System.Collections.Concurrent;
using System.Globalization;
using Cadenza.LocalHost.Worker.Protocol;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Worker;

/// <summary>Prints the worker's log lines as the app's own: under the app's categories, with its levels and events.</summary>
internal sealed class WorkerLogs(ILoggerFactory loggers)
{
    // The factory takes a lock for each look-up, and an app has some dozens of categories.
    private readonly ConcurrentDictionary<string, ILogger> _loggers = new(StringComparer.Ordinal);

    public void Print(RpcLog line)
    {
        if (line.LogCategory == RpcLog.Types.RpcLogCategory.CustomMetric) return;
        var log = _loggers.GetOrAdd(line.Category, static (category, loggers) => loggers.CreateLogger(category), loggers);
        if (!log.IsEnabled((LogLevel)line.Level)) return;
        var fault = line.Exception is null ? null : new WorkerException(line.Exception);
        log.Log((LogLevel)line.Level, Event(line.EventId), line, fault, static (line, _) => line.Message);
    }

    // An event comes as its name, or as its number when it has none.
    private static EventId Event(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? new EventId(number) : new EventId(0, text);
}
