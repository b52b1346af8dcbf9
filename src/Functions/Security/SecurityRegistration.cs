using Cadenza.Functions.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Functions.Security;

/// <summary>What security adds to the app.</summary>
internal static class SecurityRegistration
{
    /// <summary>Adds the key lookup and the signing keys.</summary>
    public static IServiceCollection AddSecurity(this IServiceCollection services, Settings settings)
    {
        var options = SecurityOptions.Read(settings);
        return services
            .AddSingleton(options)
            .AddSingleton(options.SigningKey is { } secret ? new SigningKeys(secret) : new SigningKeys())
            .AddSingleton<SigningKeyStore>()
            .AddSingleton<IKeyLookup, BootstrapKeyAuthentication>();
    }
}
