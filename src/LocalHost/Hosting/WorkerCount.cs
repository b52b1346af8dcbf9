using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Cadenza.LocalHost.Hosting;

/// <summary>How many workers of the app a host launches: one, unless the setting <c>FUNCTIONS_WORKER_PROCESS_COUNT</c> says more.</summary>
internal static class WorkerCount
{
    private const string Setting = "FUNCTIONS_WORKER_PROCESS_COUNT";

    // As on Azure.
    private const int Most = 10;

    /// <param name="settings">The settings of the host.</param>
    /// <param name="app">The app, which may not be one for several workers.</param>
    /// <param name="faults">Gets a line when the setting is wrong.</param>
    public static int Read(IConfiguration settings, IAppLauncher app, ICollection<string> faults)
    {
        if (settings[Setting] is not { Length: > 0 } text) return 1;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < 1 or > Most)
            faults.Add($"Setting {Setting} must be a whole number from 1 to {Most}, not '{text}'.");
        else if (count > 1 && !app.AllowsSeveral)
            faults.Add($"Setting {Setting} is {count}, but an app in the host's own process is one worker: only an app in a process of its own can have several.");
        else
            return count;
        return 1;
    }
}
