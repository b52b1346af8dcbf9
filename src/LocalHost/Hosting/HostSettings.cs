using Microsoft.Extensions.Configuration;

namespace Cadenza.LocalHost.Hosting;

/// <summary>What the host is told by files, environment and command line.</summary>
/// <param name="Configuration">The app's settings, as the app sees them too.</param>
/// <param name="Host">host.json.</param>
/// <param name="ForApp">The settings that the app does not have from its environment.</param>
internal sealed record HostSettings(IConfiguration Configuration, HostJson Host, IReadOnlyDictionary<string, string> ForApp)
{
    /// <summary>How many workers of the app there are to be.</summary>
    public int Workers { get; init; } = 1;

    public SettingNames Names { get; } = new(Configuration);

    public StorageSettings Storage { get; } = new(Configuration);

    /// <summary>The settings of an app that is reached at an address, which it is told as on Azure: by <c>WEBSITE_HOSTNAME</c>, unless that is set.</summary>
    public HostSettings At(Uri address)
    {
        const string Name = "WEBSITE_HOSTNAME";
        if (Configuration[Name] is not null) return this;
        return this with { ForApp = new Dictionary<string, string>(ForApp, StringComparer.OrdinalIgnoreCase) { [Name] = address.Authority } };
    }

    /// <summary>Whether a function is switched off, by <c>AzureWebJobs.Name.Disabled</c> or <c>AzureWebJobs__Name__Disabled</c>.</summary>
    public bool IsDisabled(string function) =>
        (Configuration[$"AzureWebJobs.{function}.Disabled"] ?? Configuration[$"AzureWebJobs:{function}:Disabled"]) is { } disabled && (disabled == "1" || (bool.TryParse(disabled, out var truth) && truth));

    /// <param name="options">Where the files are, and what else is set.</param>
    /// <param name="faults">Gets a line for each value that is wrong.</param>
    /// <exception cref="StartException">A file is malformed.</exception>
    public static HostSettings Read(FunctionsHostOptions options, ICollection<string> faults)
    {
        // The environment beats the file that stands in for it.
        var fromFile = LocalSettings.Read(options.Folder);
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(fromFile).AddEnvironmentVariables().AddCommandLine(options.Args).AddInMemoryCollection(options.Settings);
        var stored = StorageSettings.AddDefaultTo(configuration);
        return new HostSettings(configuration, HostJson.Read(options.Folder, configuration, faults), ForAppOnly(fromFile, options.Settings, stored))
        {
            Workers = WorkerCount.Read(configuration, options.App, faults),
        };
    }

    private static Dictionary<string, string> ForAppOnly(IReadOnlyDictionary<string, string?> fromFile, IReadOnlyDictionary<string, string?> set, string? defaultStorage)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in fromFile)
            if (Environment.GetEnvironmentVariable(name.Replace(":", "__", StringComparison.Ordinal)) is null && Environment.GetEnvironmentVariable(name) is null)
                settings[name] = value ?? "";
        if (defaultStorage is not null) settings[StorageSettings.Default] = defaultStorage;
        foreach (var (name, value) in set) settings[name] = value ?? "";
        return settings;
    }
}
