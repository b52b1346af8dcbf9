using Cadenza.LocalHost.Durable;
using Cadenza.LocalHost.Storage.Embedded;
using Microsoft.AspNetCore.Connections;

namespace Cadenza.LocalHost.Hosting;

/// <summary>Words what keeps a host from starting.</summary>
internal static class StartFailure
{
    /// <summary>Of a process that could not start, or lost what it needs.</summary>
    public const int ExitCode = 1;

    /// <summary>What an operator needs to read; null when the failure is a defect, whose stack trace matters.</summary>
    public static string? PlainMessage(Exception? failure) => failure switch
    {
        StartException or TaskHubInUseException or TaskHubLayoutException or EmbeddedStorageException => failure.Message,
        IOException { InnerException: AddressInUseException } => $"{failure.Message.TrimEnd('.')}. Stop the process that uses it, or choose another with --port N.",
        AggregateException { InnerExceptions: [var only] } => PlainMessage(only),
        Azure.RequestFailedException { InnerException: EmbeddedStorageException } => failure.Message,
        _ => null,
    };
}
