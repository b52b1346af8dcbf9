using Cadenza.Functions.Http.Platform.Health;
using Cadenza.Functions.Http.Platform.Idempotency;
using Cadenza.Functions.Http.Platform.Paging;
using Cadenza.Functions.Http.Platform.Routes;
using Cadenza.Functions.Storage;
using Cadenza.Functions.Triggers;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Functions.Http.Platform;

/// <summary>What the HTTP platform adds to the app.</summary>
internal static class PlatformRegistration
{
    /// <summary>Adds cursors, the route table and the health probe.</summary>
    public static IServiceCollection AddHttpPlatform(this IServiceCollection services) => services
        .AddSingleton<Cursors>()
        .AddSingleton(new RouteTable(typeof(PlatformRegistration).Assembly))
        .AddSingleton<IdempotencyStore>()
        .AddSingleton<IdempotencyClaims>()
        .AddSingleton<Upkeep>()
        .AddSingleton<AuditStore>()
        .AddSingleton<SweepNotes>()
        .AddSingleton<ReadinessProbe>();
}
