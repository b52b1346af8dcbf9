using Cadenza.LocalHost.Durable;
using Cadenza.LocalHost.Queues;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Hosting;

/// <summary>What a host is started with.</summary>
internal sealed record FunctionsHostOptions
{
    /// <summary>The app, and how it is run.</summary>
    public required IAppLauncher App { get; init; }

    /// <summary>Where host.json and local.settings.json are; the app's own folder unless given.</summary>
    public string Folder { get => field ?? App.Folder; init; }

    /// <summary>The command line, for host and app; <c>--port N</c> is the host's.</summary>
    public string[] Args { get; init; } = [];

    /// <summary>Settings of host and app that beat every other source. Names have colons, as in configuration.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>The public port; unless given, the command line's, else 7071. 0 is any that is free.</summary>
    public int? Port { get; init; }

    /// <summary>The time of timers and of orchestrations.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How long a stop waits for what is in flight.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    public QueueHold QueueHold { get; init; } = QueueHold.Normal;

    /// <summary>What becomes of a task hub in the layout of an earlier version.</summary>
    public OldHubLayout OldHub { get; init; }

    /// <summary>Where the log of host and app goes; the console unless given.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }
}
