using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cadenza.Functions.Platform.Tables;

/// <summary>Keeps the web framework from preparing what the app has no use for.</summary>
internal static class KeyRingRemoval
{
    /// <summary>
    /// Leaves out the service that reads the framework's key ring at every start, and makes one in the home folder where
    /// there is none. It comes with MVC for cookies and forms; what is signed or sealed here has keys of its own.
    /// </summary>
    public static void RemoveKeyRing(this IServiceCollection services)
    {
        var framework = typeof(KeyManagementOptions).Assembly;
        for (var index = services.Count - 1; index >= 0; index--)
        {
            var service = services[index];
            if (service.ServiceType == typeof(IHostedService) && !service.IsKeyedService && service.ImplementationType?.Assembly == framework) services.RemoveAt(index);
        }
    }
}
