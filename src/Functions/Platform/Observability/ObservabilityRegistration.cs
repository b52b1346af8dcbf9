using Cadenza.Functions.Platform.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Functions.Platform.Observability;

/// <summary>Adds what is measured, and its export where a collector is configured.</summary>
internal static class ObservabilityRegistration
{
    /// <summary>Adds metrics, traces and their export.</summary>
    public static IServiceCollection AddObservability(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton<FunctionTelemetry>();
        if (ExportOptions.Read(settings) is { } options) services.AddSingleton(options).AddHostedService<Export>();
        return services;
    }
}
