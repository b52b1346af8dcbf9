using Azure.Storage.Queues;
using Cadenza.Functions.App;
using Cadenza.Functions.Platform.Configuration;
using Cadenza.Functions.Platform.Security.Encryption;
using Cadenza.LocalHost.Durable;
using Cadenza.LocalHost.Hosting;
using Cadenza.LocalHost.Storage;
using Cadenza.LocalHost.Storage.Embedded;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Cadenza.Local;

/// <summary>Cadenza, hosted on this machine.</summary>
internal static class LocalApplication
{
    private const string App = "--app=";
    private const string KeyFile = "encryption-key";

    /// <summary>Starts Cadenza in this process; it answers when this returns.</summary>
    /// <param name="args">The command line: <c>--port N</c>, and settings as in <c>--Cadenza:BootstrapKey=…</c>.</param>
    /// <param name="configure">Runs before the app's own defaults, so that a test can put its own services in.</param>
    /// <param name="clock">The time of host and app; the machine's unless given.</param>
    /// <exception cref="StartException">It cannot start; the message lists the reasons.</exception>
    public static Task<FunctionsHost> StartAsync(string[] args, Action<IServiceCollection>? configure = null, TimeProvider? clock = null) =>
        FunctionsHost.StartAsync(InThisProcess(args, configure, clock));

    /// <summary>Words a failure to start that the operator can mend; null for others.</summary>
    public static string? PlainMessage(Exception failure) => failure is SettingsException ? failure.Message : null;

    /// <summary>What the command line asks for: with <c>--app=PATH</c> the app at this path (its assembly) gets a process of its own, as on Azure.</summary>
    public static FunctionsHostOptions Options(string[] args) => Array.Find(args, arg => arg.StartsWith(App, StringComparison.Ordinal)) is { } app
        ? new FunctionsHostOptions { App = new ProcessApp(app[App.Length..]), Args = [.. args.Where(arg => arg != app)], OldHub = OldHubLayout.Rebuild }
        : InThisProcess(args);

    private static FunctionsHostOptions InThisProcess(string[] args, Action<IServiceCollection>? configure = null, TimeProvider? clock = null) => new()
    {
        App = new InProcessApp(typeof(CadenzaApplication).Assembly, Create, (services, settings) =>
        {
            if (clock is not null) services.AddSingleton(clock);
            configure?.Invoke(services);
            AddEmbeddedStorage(services, settings);
        }),
        Args = args,
        Clock = clock ?? TimeProvider.System,
        // Rows are the truth: the sweep starts every driver again.
        OldHub = OldHubLayout.Rebuild,
    };

    private static IHost Create(string[] args, Action<IServiceCollection> configure)
    {
        try
        {
            return CadenzaApplication.Create(args, configure);
        }
        catch (SettingsException fault)
        {
            throw new StartException(fault.Message, fault);
        }
    }

    // Embedded storage lives in this process. Of any other the app makes its own clients, and says what is wrong with it.
    private static void AddEmbeddedStorage(IServiceCollection services, IConfiguration settings)
    {
        if (settings[StorageSettings.Default] is not { } connection || !StorageClients.IsEmbedded(connection)) return;
        services.TryAddSingleton(StorageClients.Tables(connection));
        // As the app's own clients (StorageClientOptions).
        services.TryAddSingleton(StorageClients.Queues(connection, QueueMessageEncoding.Base64));
        // Beside the database, not in it. Settings go before.
        if (EmbeddedConnection.Folder(connection) is { } folder) services.TryAddSingleton(new EncryptionKeyFile(Path.Combine(folder, KeyFile)));
    }
}
