using Cadenza.Functions.App.Http;
using Cadenza.Functions.Platform.Configuration;
using Cadenza.Functions.Timing;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Functions.App;

/// <summary>Adds what looks after all features together.</summary>
internal static class AppRegistration
{
    /// <summary>Adds the sweep and readiness.</summary>
    public static IServiceCollection AddApp(this IServiceCollection services, Settings settings) => services
        .AddTiming()
        .AddSingleton<RetentionSweep>()
        .AddSingleton(AgedRowsOptions.Read(settings))
        .AddSingleton<AgedRows>()
        .AddSingleton<Resealing>()
        .AddSingleton<Upkeep>()
        .AddSingleton<ReadinessProbe>();
}
