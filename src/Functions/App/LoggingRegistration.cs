using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Cadenza.Functions.App;

/// <summary>What is logged, and where to.</summary>
internal static class LoggingRegistration
{
    /// <summary>One line an entry on the console, with UTC time; under the Functions host that host does the writing.</summary>
    public static void AddCadenzaLogging(this ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Azure", LogLevel.Warning);
        // A line for every driver that is started, and more for each of its turns.
        logging.AddFilter("Microsoft.DurableTask", LogLevel.Warning);
        var isHosted = configuration["Functions:Worker:HostEndpoint"] is not null;
        // Where the worker's own server listens is no concern of people: callers reach the host.
        if (isHosted) logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        logging.AddConfiguration(configuration.GetSection("Logging"));
        if (isHosted) return;
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
    }
}
