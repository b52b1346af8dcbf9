using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Cadenza.LocalHost.Hosting;

/// <summary>Runs an app as a process of its own, started as the official host starts it.</summary>
/// <param name="assembly">The path of the app's assembly; beside it lie worker.config.json and host.json.</param>
internal sealed class ProcessApp(string assembly) : IAppLauncher
{
    public string Folder { get; } = Path.GetDirectoryName(Path.GetFullPath(assembly))!;

    public bool AllowsSeveral => true;

    public Task<IRunningApp> LaunchAsync(AppLaunch launch, CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows()) throw new StartException("An app in a process of its own is not supported on Windows, where nothing would end it together with its host.");
        var config = WorkerConfig.Read(Folder, Path.GetFileName(assembly));
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = Environment.CurrentDirectory, RedirectStandardInput = true };
        foreach (var argument in (string[])["-c", ProcessGuard.Script, "sh", config.Executable, .. config.Arguments, config.Assembly, .. Arguments(launch)]) start.ArgumentList.Add(argument);
        foreach (var (name, value) in launch.Settings) start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = launch.Folder;
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = Folder;
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        start.Environment.TryAdd("AZURE_FUNCTIONS_ENVIRONMENT", "Development");
        return Task.FromResult<IRunningApp>(new RunningProcessApp(Process.Start(start)!, launch.Log));
    }

    // The first five are for workers of earlier versions.
    private static IEnumerable<string> Arguments(AppLaunch launch)
    {
        var length = AppLaunch.MaxMessageLength.ToString(CultureInfo.InvariantCulture);
        return
        [
            "--host", launch.Endpoint.Host, "--port", launch.Endpoint.Port.ToString(CultureInfo.InvariantCulture), "--workerId", launch.WorkerId, "--requestId", launch.WorkerId, "--grpcMaxMessageLength", length,
            "--functions-uri", launch.Endpoint.ToString(), "--functions-worker-id", launch.WorkerId, "--functions-request-id", launch.WorkerId, "--functions-grpc-max-message-length", length,
            .. launch.Args,
        ];
    }
}

/// <summary>The app's worker.config.json: how it is started.</summary>
/// <param name="Executable">What runs the assembly.</param>
/// <param name="Arguments">What comes before the assembly.</param>
/// <param name="Assembly">The assembly's path.</param>
internal sealed record WorkerConfig(string Executable, IReadOnlyList<string> Arguments, string Assembly)
{
    private const string FileName = "worker.config.json";

    /// <exception cref="StartException">There is none, or it is malformed.</exception>
    public static WorkerConfig Read(string folder, string assembly)
    {
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file)) throw new StartException($"{folder} holds no {FileName}: it is not the folder of a built function app.");
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            var description = json.RootElement.GetProperty("description");
            var arguments = description.TryGetProperty("arguments", out var given) ? given.EnumerateArray().Select(argument => argument.GetString()!).ToArray() : [];
            var path = description.TryGetProperty("defaultWorkerPath", out var named) ? named.GetString()! : assembly;
            return new WorkerConfig(Runner(description.GetProperty("defaultExecutablePath").GetString()!), arguments, Path.Combine(folder, path));
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new StartException($"{file} is malformed: {fault.Message}", fault);
        }
    }

    // The runtime that runs the host also runs the app, wherever it is installed.
    private static string Runner(string executable) =>
        executable == "dotnet" && Environment.ProcessPath is { } self && Path.GetFileNameWithoutExtension(self) == "dotnet" ? self : executable;
}
