using Cadenza.Functions.Flows.Http.Cors;
using Cadenza.Functions.Flows.Storage;
using Cadenza.Functions.Platform.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Functions.Flows;

/// <summary>Adds flows and their users (E1 to E6).</summary>
internal static class FlowsRegistration
{
    /// <summary>Adds the stores and what runs on them.</summary>
    public static IServiceCollection AddFlows(this IServiceCollection services, Settings settings) => services
        .AddSingleton(CorsOptions.Read(settings))
        .AddSingleton<FlowStore>()
        .AddSingleton<FlowUserStore>()
        .AddSingleton<LiveFlowCache>()
        .AddSingleton<FlowReader>()
        .AddSingleton<FlowCreation>()
        .AddSingleton<FlowChanges>()
        .AddSingleton<FlowUsers>()
        .AddSingleton<FlowEvents>()
        .AddSingleton<FlowProgress>();
}
