using System.Globalization;
using System.Security.Cryptography;
using Cadenza.Demo;
using Cadenza.LocalHost.Hosting;

namespace Cadenza.Local;

/// <summary><c>cadenza run</c>: what <c>./run</c> does, for those who have the .NET tool and no clone.</summary>
internal static class ToolCommand
{
    private const string Usage = """
        cadenza run [--port N] [--data FOLDER] [--demo]

        Starts Cadenza on this machine. Data and the development key are kept in FOLDER (~/.cadenza); Ctrl-C stops it.

          --port N        listens on 127.0.0.1:N (default 7071; 0 for any free port)
          --data FOLDER   keeps the data there
          --demo          creates 1,000 contacts and a sequence of three e-mails, starts it and shows its progress

        Settings come from the environment, as in Smtp__Host=localhost; local.settings.sample.json in the sources names them.
        """;

    /// <summary>Whether a command line is one for this.</summary>
    public static bool Takes(string[] args) => args is [] or ["run", ..] or ["help" or "-h" or "--help", ..];

    /// <summary>Carries it out.</summary>
    /// <returns>The exit code: 0 after an ordinary stop, 1 when it could not start, 2 for a command line that is none.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is not ["run", .. var rest] || rest.Any(word => word is "-h" or "--help"))
        {
            Console.WriteLine(Usage);
            return 0;
        }

        if (Request.Parse(rest) is not { } request)
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        var key = KeyIn(request.Data);
        var options = LocalApplication.Options(["--port", request.Port.ToString(CultureInfo.InvariantCulture)]) with { Settings = Settings(request, key) };
        return await HostConsole.RunAsync(options, LocalApplication.PlainMessage, (host, stop) => ShowAsync(host, request, key, stop));
    }

    // What the environment says goes before.
    private static Dictionary<string, string?> Settings(Request request, string key)
    {
        var settings = new Dictionary<string, string?>();
        Set("AzureWebJobsStorage", $"UseEmbeddedStorage=true;Path={request.Data}", unless: "AzureWebJobsStorage__");
        Set("Cadenza:BootstrapKey", key);
        // One user on one machine needs no limit.
        Set("RateLimit:RequestsPerMinute", "0");
        // The demo writes to addresses that nobody has, so it does not bother a mail server unless asked to.
        if (request.IsDemo) Set("Delivery:Email", "outbox");
        return settings;

        void Set(string name, string value, string? unless = null)
        {
            var variables = Environment.GetEnvironmentVariables().Keys.Cast<string>();
            if (Given(name.Replace(":", "__", StringComparison.Ordinal)) is null && (unless is null || !variables.Any(variable => variable.StartsWith(unless, StringComparison.Ordinal)))) settings[name] = value;
        }
    }

    private static async Task ShowAsync(FunctionsHost host, Request request, string key, CancellationToken stop)
    {
        var address = host.Address.ToString().TrimEnd('/');
        Console.WriteLine($"""

              Cadenza is ready.
                URL    {address}
                key    {key}
                data   {request.Data}
                try    curl -H 'Authorization: Bearer {key}' {address}/outbox
                stop   Ctrl-C

            """);
        if (!request.IsDemo) return;
        // Its last lines name the key.
        Environment.SetEnvironmentVariable("CADENZA_KEY", key);
        using var app = new CadenzaClient(host.Address, key);
        try
        {
            await new Demonstration(app, new ProgressLine(Console.Out, Console.IsOutputRedirected)).RunAsync().WaitAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Ctrl-C ends the demo with the app.
        }
        catch (HttpRequestException fault)
        {
            await Console.Error.WriteLineAsync($"The demo cannot go on: {fault.Message}");
        }
    }

    private static string KeyIn(string folder)
    {
        if (Given("Cadenza__BootstrapKey") is { } configured) return configured;
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "dev-key");
        if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } kept) return kept;
        var key = "dev_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var create = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(path, create);
        writer.Write(key);
        return key;
    }

    private static string? Given(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private sealed record Request(int Port, string Data, bool IsDemo)
    {
        private static string Home => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cadenza");

        // Null for a command line that is none.
        public static Request? Parse(string[] words)
        {
            var request = new Request(7071, Home, false);
            for (var index = 0; index < words.Length; index++)
            {
                var value = index + 1 < words.Length ? words[index + 1] : null;
                switch (words[index])
                {
                    case "--demo": request = request with { IsDemo = true }; break;
                    case "--data" when value is not null: (request, index) = (request with { Data = Path.GetFullPath(value) }, index + 1); break;
                    case "--port" when ushort.TryParse(value, CultureInfo.InvariantCulture, out var port): (request, index) = (request with { Port = port }, index + 1); break;
                    default: return null;
                }
            }

            return request;
        }
    }
}
