using Cadenza.Functions.Platform.Configuration;
using Cadenza.Functions.Platform.Http.Routes;
using Cadenza.Functions.Platform.Security.Encryption;
using Cadenza.Functions.Platform.Security.Keys;
using Cadenza.Functions.Platform.Security.Rates;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Functions.Platform.Security;

/// <summary>What security adds to the app.</summary>
internal static class SecurityRegistration
{
    /// <summary>Adds keys, the signing keys and rate limits.</summary>
    public static IServiceCollection AddSecurity(this IServiceCollection services, Settings settings)
    {
        var options = SecurityOptions.Read(settings);
        var encryption = EncryptionOptions.Read(settings);
        return services
            .AddSingleton(options)
            .AddSingleton(provider => encryption is { Key: null, File: null } ? encryption with { File = provider.GetService<EncryptionKeyFile>() } : encryption)
            .AddSingleton<EncryptionKeys>()
            .AddSingleton<EncryptionNotes>()
            .AddSingleton<EncryptionSetup>()
            .AddSingleton(options.SigningKey is { } secret ? new SigningKeys(secret) : new SigningKeys())
            .AddSingleton<SigningKeyStore>()
            .AddSingleton(new PublicFunctions(HttpRoute.Of(typeof(SecurityRegistration).Assembly)))
            .AddSingleton<BootstrapKeyAuthentication>()
            .AddSingleton<KeyStore>()
            .AddSingleton<KeyCache>()
            .AddSingleton<OrganizationKeys>()
            .AddSingleton(RateOptions.Read(settings))
            .AddSingleton<RateCounters>()
            .AddSingleton<IKeyLookup, KeyLookup>();
    }
}
