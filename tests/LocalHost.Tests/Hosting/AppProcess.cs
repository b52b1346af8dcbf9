using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Cadenza.TestKit;

namespace Cadenza.LocalHost.Tests.Hosting;

/// <summary>The sample app in a process of its own, behind a host in another.</summary>
internal sealed partial class AppProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private AppProcess(Process process) => _process = process;

    public IEnumerable<string> Errors => _errors;

    public IEnumerable<string> Output => _output;

    public static string SampleApp { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "..", "..", "SampleApp", Path.GetRelativePath(Path.Combine(AppContext.BaseDirectory, "..", "..", ".."), AppContext.BaseDirectory), "Cadenza.SampleApp.dll"));

    public static AppProcess Start(string folder, string[] args, params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Cadenza.TestKit.Host")) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(SampleApp);
        foreach (var arg in args) start.ArgumentList.Add(arg);
        start.Environment["AzureWebJobsStorage"] = "UseEmbeddedStorage=true;Path=data";
        start.Environment["AzureWebJobs__Named__Disabled"] = "true";
        start.Environment["AzureWebJobs__FromSettings__Disabled"] = "true";
        foreach (var (name, value) in settings) start.Environment[name] = value;
        var app = new AppProcess(new Process { StartInfo = start });
        app._process.OutputDataReceived += (_, line) => Keep(app._output, line.Data);
        app._process.ErrorDataReceived += (_, line) => Keep(app._errors, line.Data);
        app._process.Start();
        app._process.BeginOutputReadLine();
        app._process.BeginErrorReadLine();
        return app;
    }

    /// <summary>Where it listens, once it does.</summary>
    public async Task<Uri> AddressAsync()
    {
        await Eventually.True(() => Task.FromResult(_process.HasExited || _output.Any(line => Listening().IsMatch(line))), () => $"the app listens: {string.Join(Environment.NewLine, _output.Concat(_errors))}", TimeSpan.FromSeconds(60));
        return new Uri(_output.Select(line => Listening().Match(line)).First(match => match.Success).Groups[1].Value);
    }

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Sends a signal to the host alone.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Asks it to stop as a service manager does.</summary>
    public void Terminate() => Signal("TERM");

    public async ValueTask DisposeAsync()
    {
        // The host alone: its app must follow by itself.
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null) lines.Enqueue(line);
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}
