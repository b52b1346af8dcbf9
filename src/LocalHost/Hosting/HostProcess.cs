using System.Runtime.InteropServices;

namespace Cadenza.LocalHost.Hosting;

/// <summary>A process that is a host: it runs until it is told to stop, and says plainly why it cannot.</summary>
internal static class HostProcess
{
    /// <summary>Starts a host and runs it until SIGTERM, SIGINT or SIGHUP, or until it has lost its worker or its task hub.</summary>
    /// <param name="start">Starts it.</param>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(Func<CancellationToken, Task<FunctionsHost>> start)
    {
        using var stop = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        try
        {
            await using var host = await start(stop.Token);
            await Task.WhenAny(host.Completion, Task.Delay(Timeout.Infinite, stop.Token));
            await host.StopAsync();
            return host.Completion.IsFaulted ? StartFailure.ExitCode : 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to stop before it had started.
            return 0;
        }
        catch (Exception fault) when (StartFailure.PlainMessage(fault) is { } message)
        {
            await Console.Error.WriteLineAsync(message);
            return StartFailure.ExitCode;
        }

        // The process ends when the host has stopped, not at once.
        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }
}
