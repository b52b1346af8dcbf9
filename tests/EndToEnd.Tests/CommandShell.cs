using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Cadenza.TestKit;

namespace Cadenza.EndToEnd.Tests;

/// <summary>A shell that a user types commands into: what one sets, those after it know. The first that fails ends it.</summary>
internal sealed class CommandShell : IAsyncDisposable
{
    private const string End = "--- end of the commands ---";

    // A refusal by the app has to fail, and what curl tells of its progress is no answer.
    private const string Prelude = "set -euo pipefail; command -v curl >/dev/null || { echo 'curl is not installed' >&2; exit 127; }; curl() { command curl --fail-with-body -sS \"$@\"; }";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private CommandShell(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors) _errors.AppendLine(line.Data);
        };
        process.BeginErrorReadLine();
    }

    /// <summary>Starts one in a folder.</summary>
    /// <exception cref="MissingRequirementException">There is no shell here, or no curl: the test is skipped.</exception>
    public static async Task<CommandShell> StartAsync(string folder)
    {
        var start = new ProcessStartInfo("bash", ["--norc", "-s"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        CommandShell shell;
        try
        {
            shell = new CommandShell(Process.Start(start)!);
        }
        catch (Win32Exception)
        {
            throw new MissingRequirementException("bash is not installed");
        }

        try
        {
            await shell.RunAsync(Prelude);
            return shell;
        }
        catch (InvalidOperationException failure) when (failure.Message.Contains("curl is not installed", StringComparison.Ordinal))
        {
            await shell.DisposeAsync();
            throw new MissingRequirementException("curl is not installed");
        }
    }

    /// <summary>Runs commands.</summary>
    /// <returns>What they wrote.</returns>
    /// <exception cref="InvalidOperationException">One of them failed; the message has what was written.</exception>
    public async Task<string> RunAsync(string commands)
    {
        using var deadline = new CancellationTokenSource(Patience);
        await _process.StandardInput.WriteAsync($"{commands}\nprintf '\\n%s\\n' '{End}'\n".AsMemory(), deadline.Token);
        await _process.StandardInput.FlushAsync(deadline.Token);
        var output = new StringBuilder();
        while (await _process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line == End) return output.ToString();
            output.AppendLine(line);
        }

        await _process.WaitForExitAsync(deadline.Token);
        lock (_errors) throw new InvalidOperationException($"The shell ended with code {_process.ExitCode} at:\n{commands}\nIt wrote:\n{output}{_errors}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
