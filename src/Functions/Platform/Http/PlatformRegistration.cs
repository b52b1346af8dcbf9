using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Paging;
using Cadenza.Functions.Platform.Http.Routes;
using Cadenza.Functions.Platform.Idempotency;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Functions.Platform.Http;

/// <summary>What the HTTP platform adds to the app.</summary>
internal static class PlatformRegistration
{
    /// <summary>Adds cursors, the route table, idempotency keys and the audit log.</summary>
    public static IServiceCollection AddHttpPlatform(this IServiceCollection services) => services
        .AddSingleton<Cursors>()
        .AddSingleton(new RouteTable(typeof(PlatformRegistration).Assembly))
        .AddSingleton<IdempotencyStore>()
        .AddSingleton<IdempotencyClaims>()
        .AddSingleton<AuditStore>();
}
