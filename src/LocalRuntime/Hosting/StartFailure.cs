namespace Cadenza.LocalRuntime.Hosting;

/// <summary>Ends the process with one plain message when the app cannot start.</summary>
internal static class StartFailure
{
    private const int ExitCode = 1;

    private static int _registered;

    /// <summary>From now on a <see cref="StartException"/> that nobody catches is printed without a stack trace and ends the process with code 1.</summary>
    public static void ReportPlainly()
    {
        if (Interlocked.Exchange(ref _registered, 1) == 1) return;
        AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
        {
            if (unhandled.ExceptionObject is not StartException fault) return;
            Console.Error.WriteLine(fault.Message);
            Environment.Exit(ExitCode);
        };
    }
}
