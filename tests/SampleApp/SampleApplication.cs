using Cadenza.SampleApp.Http;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cadenza.SampleApp;

/// <summary>Puts the app together.</summary>
public static class SampleApplication
{
    /// <summary>Builds the app without starting it.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="services">Adds a test's own services before the app's defaults.</param>
    /// <param name="before">Adds middleware before HTTP is set up.</param>
    /// <param name="after">Adds middleware after it.</param>
    public static IHost Create(string[] args, Action<IServiceCollection>? services = null, Action<FunctionsApplicationBuilder>? before = null, Action<FunctionsApplicationBuilder>? after = null)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        // Each line goes to the host, and four a request are too many for measurements.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        before?.Invoke(builder);
        builder.ConfigureFunctionsWebApplication();
        after?.Invoke(builder);
        services?.Invoke(builder.Services);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<Seen>();
        builder.Services.TryAddSingleton<Gate>();
        builder.Services.TryAddScoped<Scoped>();
        return builder.Build();
    }
}
