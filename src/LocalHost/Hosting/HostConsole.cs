using System.Runtime.InteropServices;
using Cadenza.LocalHost.Storage.Embedded;

namespace Cadenza.LocalHost.Hosting;

/// <summary>Runs a host as the whole of a process, until it is told to stop by Ctrl-C or a service manager.</summary>
internal static class HostConsole
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT];

    /// <summary>Gives the process's exit code: 0 after an ordinary stop, 1 when the host could not start or lost its app.</summary>
    /// <param name="options">The options of the host.</param>
    /// <param name="plain">Words failures of the app's own that an operator can mend; null for others.</param>
    /// <param name="ready">Runs once the host answers, and is told when it is to stop.</param>
    public static async Task<int> RunAsync(FunctionsHostOptions options, Func<Exception, string?>? plain = null, Func<FunctionsHost, CancellationToken, Task>? ready = null)
    {
        using var stop = new CancellationTokenSource();
        var registrations = Signals.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        })).ToArray();
        try
        {
            return await RunAsync(options, ready, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It was told to stop before it had started.
            return 0;
        }
        catch (Exception fault) when ((StartFailure.PlainMessage(fault) ?? plain?.Invoke(fault)) is { } message)
        {
            await Console.Error.WriteLineAsync(message);
            return StartFailure.ExitCode;
        }
        finally
        {
            foreach (var registration in registrations) registration.Dispose();
        }
    }

    private static async Task<int> RunAsync(FunctionsHostOptions options, Func<FunctionsHost, CancellationToken, Task>? ready, CancellationToken stop)
    {
        bool hasFailed;
        await using (var host = await FunctionsHost.StartAsync(options, stop))
        {
            if (ready is not null) await ready(host, stop);
            await Task.WhenAny(host.Completion, Task.Delay(Timeout.Infinite, stop));
            await host.StopAsync();
            hasFailed = host.Completion.IsFaulted;
        }

        EmbeddedStore.CloseAll();
        // Why it ended by itself is in its log.
        return hasFailed ? StartFailure.ExitCode : 0;
    }
}
