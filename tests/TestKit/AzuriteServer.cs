using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Cadenza.TestKit.Smtp;

namespace Cadenza.TestKit;

/// <summary>
/// A real Azurite (blobs, queues, tables) on free ports of this machine, in memory unless asked otherwise, ended and cleaned up on disposal.
/// It is installed with <c>npm ci</c> in tools/azurite.
/// </summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly Process _process;
    private readonly DirectoryInfo _data;

    private AzuriteServer(Process process, DirectoryInfo data, int[] ports, bool isSecured)
    {
        _process = process;
        _data = data;
        var scheme = isSecured ? "https" : "http";
        Queues = new Uri($"{scheme}://127.0.0.1:{ports[1]}/{Account}");
        Tables = new Uri($"{scheme}://127.0.0.1:{ports[2]}/{Account}");
        ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
            + $"BlobEndpoint=http://127.0.0.1:{ports[0]}/{Account};QueueEndpoint=http://127.0.0.1:{ports[1]}/{Account};TableEndpoint=http://127.0.0.1:{ports[2]}/{Account};";
    }

    /// <summary>Why Azurite cannot be started here, for a test's skip message; null when it can.</summary>
    public static string? WhyUnavailable =>
        Program() is null ? "Azurite is not installed: run 'npm ci' in tools/azurite."
        : Node() is null ? "Azurite needs Node.js, which is not on the path."
        : null;

    /// <summary>Names this server's endpoints.</summary>
    public string ConnectionString { get; }

    /// <summary>Its queues, for whoever shows a token.</summary>
    public Uri Queues { get; }

    /// <summary>Its tables, for whoever shows a token.</summary>
    public Uri Tables { get; }

    /// <summary>Where its files are, if it has any.</summary>
    public string Folder => _data.FullName;

    /// <summary>Starts a server that keeps its data in memory, and waits until it answers.</summary>
    /// <exception cref="InvalidOperationException">See <see cref="WhyUnavailable"/>; or it ended at once.</exception>
    public static Task<AzuriteServer> StartAsync() => StartAsync(onDisk: false);

    /// <summary>Starts a server and waits until it answers.</summary>
    /// <param name="onDisk">Whether it keeps its data in files, as an installed one does.</param>
    /// <exception cref="InvalidOperationException">See <see cref="WhyUnavailable"/>; or it ended at once.</exception>
    public static Task<AzuriteServer> StartAsync(bool onDisk) => StartAsync(onDisk, certificate: null);

    /// <summary>Starts a server that speaks HTTPS and takes bearer tokens, as Azure does: who issued them for whom and until when is checked, the signature is not.</summary>
    /// <param name="certificate">What it shows.</param>
    /// <inheritdoc cref="StartAsync(bool)"/>
    public static Task<AzuriteServer> StartSecuredAsync(SelfSignedCertificate certificate) => StartAsync(onDisk: false, certificate);

    private static async Task<AzuriteServer> StartAsync(bool onDisk, SelfSignedCertificate? certificate)
    {
        if (WhyUnavailable is { } reason) throw new InvalidOperationException(reason);
        var ports = FreePorts(3);
        var data = Directory.CreateTempSubdirectory("cadenza-azurite-");
        var start = new ProcessStartInfo(Node()!)
        {
            WorkingDirectory = data.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (certificate is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(data.FullName, "cert.pem"), certificate.Pem).ConfigureAwait(false);
            await File.WriteAllTextAsync(Path.Combine(data.FullName, "key.pem"), certificate.PrivateKeyPem).ConfigureAwait(false);
            foreach (var argument in (string[])[Program()!, "--oauth", "basic", "--cert", "cert.pem", "--key", "key.pem"]) start.ArgumentList.Add(argument);
        }
        else
        {
            start.ArgumentList.Add(Program()!);
        }

        foreach (var argument in (string[])[ "--silent", "--skipApiVersionCheck", "--disableTelemetry", .. onDisk ? new[] { "--location", data.FullName } : ["--inMemoryPersistence"],
            "--blobPort", $"{ports[0]}", "--queuePort", $"{ports[1]}", "--tablePort", $"{ports[2]}"]) start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        var errors = new System.Collections.Concurrent.ConcurrentQueue<string?>();
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += (_, line) => errors.Enqueue(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new AzuriteServer(process, data, ports, certificate is not null);
        try
        {
            await Eventually.True(() => process.HasExited ? throw new InvalidOperationException($"Azurite ended with code {process.ExitCode}: {string.Join(' ', errors)}") : AllAnswer(ports), "Azurite listens", TimeSpan.FromSeconds(60)).ConfigureAwait(false);
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
        _data.Delete(recursive: true);
    }

    private static string? Program()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var tools = Path.Combine(folder.FullName, "tools", "azurite");
            if (!File.Exists(Path.Combine(tools, "package.json"))) continue;
            var program = Path.Combine(tools, "node_modules", ".bin", "azurite");
            return File.Exists(program) ? program : null;
        }

        return null;
    }

    private static string? Node() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, "node"))
        .FirstOrDefault(File.Exists);

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners) listener.Start();
        var ports = Array.ConvertAll(listeners, listener => ((IPEndPoint)listener.LocalEndpoint).Port);
        foreach (var listener in listeners) listener.Dispose();
        return ports;
    }

    private static async Task<bool> AllAnswer(int[] ports)
    {
        foreach (var port in ports)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                return false;
            }
        }

        return true;
    }
}
