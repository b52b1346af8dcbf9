using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Cadenza.LocalHost.Hosting;

/// <summary>The log of host and app: one line an entry, with UTC time.</summary>
internal static class HostLogging
{
    /// <param name="settings">Levels come from host.json (<c>logging.logLevel</c>) and the app's <c>Logging</c> settings.</param>
    /// <param name="to">Where it goes; the console when null.</param>
    public static ILoggerFactory Create(HostSettings settings, Action<ILoggingBuilder>? to) => LoggerFactory.Create(logging =>
    {
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Azure", LogLevel.Warning);
        // An app in a process of its own tells its own address and end there, which are not the host's.
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        logging.AddFilter("Grpc", LogLevel.Warning);
        logging.AddFilter("Yarp", LogLevel.Warning);
        logging.AddConfiguration(settings.Host.Logging);
        logging.AddConfiguration(settings.Configuration.GetSection("Logging"));
        (to ?? AddConsole)(logging);
    });

    private static void AddConsole(ILoggingBuilder logging) => logging.AddSimpleConsole(console =>
    {
        console.SingleLine = true;
        console.UseUtcTimestamp = true;
        console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        console.ColorBehavior = LoggerColorBehavior.Disabled;
    });
}
