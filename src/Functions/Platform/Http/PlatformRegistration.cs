using Cadenza.Functions.App;
using Cadenza.Functions.App.Health;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Paging;
using Cadenza.Functions.Platform.Http.Routes;
using Cadenza.Functions.Platform.Idempotency;
using Cadenza.Functions.Sequences.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Functions.Platform.Http;

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
