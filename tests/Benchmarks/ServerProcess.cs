using System.Diagnostics;
using System.Net.Http.Headers;
using Cadenza.TestKit.Apps;

namespace Cadenza.Benchmarks;

/// <summary>The app in a process of its own, as a user runs it, with what is measured of it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>The key that the app takes.</summary>
    public const string Key = AppProcess.Key;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly AppProcess _app;

    private ServerProcess(AppProcess app, double secondsToFirst200)
    {
        _app = app;
        SecondsToFirst200 = secondsToFirst200;
    }

    /// <summary>Where it answers.</summary>
    public Uri Address => _app.Address;

    /// <summary>From the start of the process to the first 200.</summary>
    public double SecondsToFirst200 { get; }

    /// <summary>Memory in use, in MB (10⁶ octets).</summary>
    public double WorkingSetMegabytes => _app.WorkingSet / 1e6;

    /// <summary>Processor time used so far: what a request costs, whatever else the machine does.</summary>
    public TimeSpan ProcessorTime => _app.ProcessorTime;

    /// <summary>Starts the app and waits for its first 200.</summary>
    /// <param name="storage">Its storage connection.</param>
    /// <param name="inTwoProcesses">Whether the app is a process beside its host, as on Azure.</param>
    public static async Task<ServerProcess> StartAsync(string storage, bool inTwoProcesses = false)
    {
        var app = AppProcess.Create(new AppOptions
        {
            InTwoProcesses = inTwoProcesses,
            Storage = storage,
            Settings = new Dictionary<string, string> { ["Delivery__Email"] = "null", ["Logging__LogLevel__Default"] = "Warning" },
        });
        try
        {
            var clock = Stopwatch.StartNew();
            app.Launch();
            // Asked more often than tests ask, for the time to the first answer is a figure.
            while (!await app.IsReadyAsync())
            {
                if (clock.Elapsed > Patience) throw new TimeoutException($"The app is not ready within {Patience}. It wrote:\n{app.Output}");
                await Task.Delay(5);
            }

            return new ServerProcess(app, clock.Elapsed.TotalSeconds);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client that sends the key.</summary>
    public HttpClient CreateClient()
    {
        var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        return client;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
