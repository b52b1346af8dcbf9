using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Cadenza.Functions.Hosting;

/// <summary>What is logged, and where to.</summary>
internal static class LoggingRegistration
{
    /// <summary>One line an entry on the console, with UTC time; under the Functions host that host does the writing.</summary>
    public static void AddCadenzaLogging(this ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Azure", LogLevel.Warning);
        logging.AddConfiguration(configuration.GetSection("Logging"));
        if (configuration["Functions:Worker:HostEndpoint"] is not null) return;
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
    }
}
