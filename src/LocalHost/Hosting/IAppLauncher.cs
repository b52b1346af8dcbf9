using Cadenza.LocalHost.Http;
using Cadenza.LocalHost.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Hosting;

/// <summary>A way to run an app.</summary>
internal interface IAppLauncher
{
    /// <summary>Where the app's assemblies are, and its host.json unless another folder is given.</summary>
    string Folder { get; }

    /// <summary>Whether one host can launch it several times, as so many workers.</summary>
    bool AllowsSeveral { get; }

    /// <summary>Starts the app, which then connects by itself.</summary>
    Task<IRunningApp> LaunchAsync(AppLaunch launch, CancellationToken cancellation);
}

/// <summary>What an app is started with.</summary>
/// <param name="Endpoint">Where its worker connects.</param>
/// <param name="WorkerId">The name that it gives there.</param>
/// <param name="Folder">Where host.json is.</param>
/// <param name="Args">The operator's arguments.</param>
/// <param name="Settings">Settings that it does not have from its environment, by their names in configuration.</param>
/// <param name="Configuration">All that the host reads its settings from.</param>
/// <param name="Log">Where the host tells of it.</param>
internal sealed record AppLaunch(
    Uri Endpoint, string WorkerId, string Folder, IReadOnlyList<string> Args, IReadOnlyDictionary<string, string> Settings, IConfiguration Configuration, ILogger Log)
{
    /// <summary>No message is too long for host and worker.</summary>
    public const int MaxMessageLength = int.MaxValue;
}

/// <summary>A started app.</summary>
internal interface IRunningApp : IAsyncDisposable
{
    /// <summary>Its services, when it lives in this process.</summary>
    IServiceProvider? Services { get; }

    /// <summary>Completes with the reason when the app ends or begins to end by itself.</summary>
    Task<string> Ended { get; }

    /// <summary>What forwards HTTP requests to it.</summary>
    /// <param name="capabilities">What its worker said that it can do.</param>
    IRequestForwarder Forwarder(IReadOnlyDictionary<string, string> capabilities);

    /// <summary>Has the app end, and ends the conversation with its worker. Nothing may be in flight that should be finished.</summary>
    Task StopAsync(WorkerChannel channel);
}
