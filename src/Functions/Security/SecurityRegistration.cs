using Cadenza.Functions.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Functions.Security;

/// <summary>What security adds to the app.</summary>
internal static class SecurityRegistration
{
    /// <summary>Adds the key lookup.</summary>
    public static IServiceCollection AddSecurity(this IServiceCollection services, Settings settings) =>
        services.AddSingleton(SecurityOptions.Read(settings)).AddSingleton<IKeyLookup, BootstrapKeyAuthentication>();
}
