using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Cadenza.Benchmarks;

/// <summary>The app in a process of its own, as a user runs it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>The key that the app takes.</summary>
    public const string Key = "the-bootstrap-key-of-the-benchmarks";

    private readonly Process _process;

    private ServerProcess(Process process, Uri address, double secondsToFirst200)
    {
        _process = process;
        Address = address;
        SecondsToFirst200 = secondsToFirst200;
    }

    /// <summary>Where it answers.</summary>
    public Uri Address { get; }

    /// <summary>From the start of the process to the first 200.</summary>
    public double SecondsToFirst200 { get; }

    /// <summary>Memory in use, in MB (10⁶ octets).</summary>
    public double WorkingSetMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1e6;
        }
    }

    /// <summary>Processor time used so far: what a request costs, whatever else the machine does.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts the app and waits for its first 200.</summary>
    public static async Task<ServerProcess> StartAsync(string storage)
    {
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[typeof(Functions.Hosting.CadenzaApplication).Assembly.Location, "--port", $"{port}"]) start.ArgumentList.Add(argument);
        start.Environment["AzureWebJobsStorage"] = storage;
        start.Environment["Cadenza__BootstrapKey"] = Key;
        start.Environment["RateLimit__RequestsPerMinute"] = "0";
        start.Environment["Delivery__Email"] = "null";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        var address = new Uri($"http://127.0.0.1:{port}");
        var clock = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var client = new HttpClient { BaseAddress = address };
        while (!await AnswersAsync(client))
        {
            if (process.HasExited || clock.Elapsed > TimeSpan.FromMinutes(1)) throw new InvalidOperationException("The app did not start.");
            await Task.Delay(5);
        }

        return new ServerProcess(process, address, clock.Elapsed.TotalSeconds);
    }

    /// <summary>A client that sends the key.</summary>
    public HttpClient CreateClient()
    {
        var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<bool> AnswersAsync(HttpClient client)
    {
        try
        {
            using var response = await client.GetAsync("/health/ready");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
