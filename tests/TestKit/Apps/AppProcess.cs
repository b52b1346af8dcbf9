using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Reflection;

namespace Cadenza.TestKit.Apps;

/// <summary>
/// The built app in a process of its own, as a user starts it: own data folder, own port. It can be killed and started again
/// on the same data, and is gone with its data when the test is done.
/// </summary>
public sealed class AppProcess : IAsyncDisposable
{
    /// <summary>The key that the app takes.</summary>
    public const string Key = "the-bootstrap-key-of-the-tests";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly string[] Foreign = ["AzureWebJobs", "Cadenza__", "Security__", "RateLimit__", "Smtp__", "Twilio__", "WhatsApp__", "Calls__", "Delivery__", "Logging__", "ASPNETCORE_", "FUNCTIONS_", "DOTNET_ENVIRONMENT", "OTEL_"];

    private readonly AppOptions _options;
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;
    private ApiClient? _api;

    private AppProcess(AppOptions options) => _options = options;

    /// <summary>Where it answers; the same after a restart.</summary>
    public Uri Address => new($"http://127.0.0.1:{Port}");

    /// <summary>Where it listens.</summary>
    public int Port { get; } = FreePort.Find();

    /// <summary>The folder of its database.</summary>
    public string DataFolder => _folder.Path;

    /// <summary>Its storage connection.</summary>
    public string Storage => _options.Storage ?? $"UseEmbeddedStorage=true;Path={DataFolder}";

    /// <summary>Talks to it; a new one after each start.</summary>
    public ApiClient Api => _api ?? throw new InvalidOperationException("The app was not started.");

    /// <summary>All that it and those before it wrote, a line each.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>The id of its process, which is the host's when host and app run in a process each.</summary>
    public int ProcessId => Running.Id;

    /// <summary>Memory that it uses, in octets.</summary>
    public long WorkingSet
    {
        get
        {
            Running.Refresh();
            return Running.WorkingSet64;
        }
    }

    /// <summary>Processor time that it has used since its start.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            Running.Refresh();
            return Running.TotalProcessorTime;
        }
    }

    /// <summary>An app that does not run yet.</summary>
    public static AppProcess Create(AppOptions? options = null) => new(options ?? new AppOptions());

    /// <summary>An app that is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended; the message has what it wrote.</exception>
    public static async Task<AppProcess> StartAsync(AppOptions? options = null)
    {
        var app = Create(options);
        try
        {
            await app.RestartAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it, again or for the first time, and waits until it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended; the message has what it wrote.</exception>
    public async Task RestartAsync()
    {
        Launch();
        await Eventually.True(IsReadyAsync, () => $"the app is ready. It wrote:\n{Output}", Patience);
    }

    /// <summary>Starts the process and does not wait for anything.</summary>
    public void Launch()
    {
        if (_process is { HasExited: false }) throw new InvalidOperationException("The app is running.");
        _process?.Dispose();
        _api?.Dispose();
        _api = new ApiClient(Address, Key);
        _process = Process.Start(StartInfo())!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Whether it says that it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended; the message has what it wrote.</exception>
    public async Task<bool> IsReadyAsync()
    {
        if (Running.HasExited)
        {
            await Running.WaitForExitAsync();
            throw new InvalidOperationException($"The app ended with code {Running.ExitCode}. It wrote:\n{Output}");
        }

        try
        {
            return (await Api.SendAsync(HttpMethod.Get, "/health/ready")).Status == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Ends it with SIGKILL: nothing of it runs any more when this returns.</summary>
    public void Kill()
    {
        Running.Kill();
        Running.WaitForExit();
    }

    /// <summary>Asks it to stop with SIGTERM, as Ctrl-C does, and waits until it has ended.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("sh", ["-c", $"kill -TERM {Running.Id}"]);
        return await ExitAsync();
    }

    /// <summary>Waits until it has ended by itself.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="TimeoutException">It runs on.</exception>
    public async Task<int> ExitAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            await Running.WaitForExitAsync(deadline.Token);
            return Running.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The app has not ended within {Patience}. It wrote:\n{Output}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        _api?.Dispose();
        _folder.Dispose();
    }

    private Process Running => _process ?? throw new InvalidOperationException("The app was not started.");

    private ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Built("Local"), "--port", $"{Port}", .. _options.InTwoProcesses ? ["--app=" + Built("Functions")] : Array.Empty<string>()])
        {
            WorkingDirectory = DataFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => Array.Exists(Foreign, name.StartsWith)).ToList()) start.Environment.Remove(name);
        start.Environment["AzureWebJobsStorage"] = Storage;
        start.Environment["Cadenza__BootstrapKey"] = Key;
        start.Environment["RateLimit__RequestsPerMinute"] = "0";
        foreach (var (name, value) in _options.Settings) start.Environment[name] = value;
        return start;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text) _output.Enqueue(text);
    }

    // As it was built together with the tests that run: Debug or Release.
    private static string Built(string project)
    {
        var configuration = typeof(AppProcess).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        var built = SourceTree.Path("src", project, "bin", configuration, "net10.0", $"Cadenza.{project}.dll");
        return File.Exists(built) ? built : throw new FileNotFoundException($"src/{project} is not built as {configuration}.", built);
    }
}
