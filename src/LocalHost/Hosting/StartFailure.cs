using Cadenza.LocalHost.Durable;
using Cadenza.LocalHost.Storage.Embedded;
using Microsoft.AspNetCore.Connections;

namespace Cadenza.LocalHost.Hosting;

/// <summary>Ends the process with one plain message when the app cannot start.</summary>
internal static class StartFailure
{
    public const int ExitCode = 1;

    private static int _registered;

    /// <summary>From now on a failure that <see cref="PlainMessage"/> can word and nobody catches is printed without a stack trace and ends the process with code 1.</summary>
    public static void ReportPlainly()
    {
        if (Interlocked.Exchange(ref _registered, 1) == 1) return;
        AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
        {
            if (PlainMessage(unhandled.ExceptionObject as Exception) is not { } message) return;
            Console.Error.WriteLine(message);
            Environment.Exit(ExitCode);
        };
    }

    /// <summary>What an operator needs to read; null when the failure is a defect, whose stack trace matters.</summary>
    public static string? PlainMessage(Exception? failure) => failure switch
    {
        StartException or TaskHubInUseException or EmbeddedStorageException => failure.Message,
        IOException { InnerException: AddressInUseException } => $"{failure.Message.TrimEnd('.')}. Stop the process that uses it, or choose another with --port N.",
        AggregateException { InnerExceptions: [var only] } => PlainMessage(only),
        _ => null,
    };
}
