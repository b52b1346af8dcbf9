using System.Globalization;
using System.Reflection;
using Cadenza.LocalHost.Http;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Cadenza.LocalHost.Hosting;

/// <summary>Builds an app without starting it.</summary>
/// <param name="args">The command line, which is also configuration.</param>
/// <param name="configure">Adds services of the caller's before the app's own defaults.</param>
internal delegate IHost AppFactory(string[] args, Action<IServiceCollection> configure);

/// <summary>Runs an app in the host's own process. Several can live side by side.</summary>
/// <param name="assembly">The app's.</param>
/// <param name="create">Its composition root.</param>
/// <param name="configure">Puts the caller's own services in, such as a clock or storage clients; it sees the host's settings.</param>
internal sealed class InProcessApp(Assembly assembly, AppFactory create, Action<IServiceCollection, IConfiguration>? configure = null) : IAppLauncher
{
    private const string FolderVariable = "FUNCTIONS_APPLICATION_DIRECTORY";

    // What an app is built from is in part the process's own: its entry assembly and an environment variable.
    private static readonly Lock Building = new();

    public string Folder { get; } = Path.GetDirectoryName(assembly.Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;

    public bool AllowsSeveral => false;

    public async Task<IRunningApp> LaunchAsync(AppLaunch launch, CancellationToken cancellation)
    {
        var server = new InProcessServer();
        var host = Build(launch, server);
        var app = new RunningInProcessApp(host, server);
        try
        {
            await host.StartAsync(cancellation);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private IHost Build(AppLaunch launch, InProcessServer server)
    {
        lock (Building)
        {
            var entry = Assembly.GetEntryAssembly();
            Assembly.SetEntryAssembly(assembly);
            Environment.SetEnvironmentVariable(FolderVariable, launch.Folder);
            Type? routes = null;
            using var hook = new HostBuildingHook(services => routes = Adapt(services, server));
            try
            {
                var host = create(Arguments(launch), services => configure?.Invoke(services, launch.Configuration));
                // Its routes are read now, while the variable says where its host.json is.
                if (routes is not null) _ = ((EndpointDataSource)host.Services.GetRequiredService(routes)).Endpoints;
                return host;
            }
            finally
            {
                Assembly.SetEntryAssembly(entry);
            }
        }
    }

    /// <summary>Makes the app one that somebody else serves and stops; gives the service that holds its routes.</summary>
    private static Type? Adapt(IServiceCollection services, InProcessServer server)
    {
        services.Replace(ServiceDescriptor.Singleton<IServer>(server));
        services.Replace(ServiceDescriptor.Singleton<IHostLifetime, NoLifetime>());
        return services.FirstOrDefault(service => service.ServiceType.IsSubclassOf(typeof(EndpointDataSource)))?.ServiceType;
    }

    private static string[] Arguments(AppLaunch launch) =>
    [
        .. launch.Settings.Select(setting => $"--{setting.Key}={setting.Value}"),
        .. launch.Args,
        $"--Functions:Worker:HostEndpoint={launch.Endpoint}",
        $"--Functions:Worker:WorkerId={launch.WorkerId}",
        $"--Functions:Worker:RequestId={launch.WorkerId}",
        string.Create(CultureInfo.InvariantCulture, $"--Functions:Worker:GrpcMaxMessageLength={AppLaunch.MaxMessageLength}"),
    ];

    /// <summary>Signals to the process are the host's to handle.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
