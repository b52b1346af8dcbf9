using Cadenza.Functions.Hosting;
using Cadenza.Functions.Http.Platform.Health;
using Cadenza.Functions.Http.Platform.Paging;
using Cadenza.Functions.Http.Platform.Routes;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Functions.Http.Platform;

/// <summary>What the HTTP platform adds to the app.</summary>
internal static class PlatformRegistration
{
    /// <summary>Adds cursors, the route table and the health probe.</summary>
    /// <remarks>
    /// Cursors are sealed with the setting Cadenza__CursorKey if there is one, else with a key derived from the
    /// bootstrap key; set it where the bootstrap key is going to change.
    /// </remarks>
    public static IServiceCollection AddHttpPlatform(this IServiceCollection services, Settings settings)
    {
        var secret = settings.Optional("Cadenza__CursorKey") ?? settings.Optional("Cadenza__BootstrapKey") ?? "";
        return services
            .AddSingleton(Cursors.DerivedFrom(secret))
            .AddSingleton(new RouteTable(typeof(PlatformRegistration).Assembly))
            .AddSingleton<StorageProbe>();
    }
}
