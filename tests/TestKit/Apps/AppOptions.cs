using Cadenza.TestKit.Smtp;

namespace Cadenza.TestKit.Apps;

/// <summary>How an <see cref="AppProcess"/> is configured.</summary>
public sealed record AppOptions
{
    /// <summary>The storage connection; null is embedded storage in the app's own folder.</summary>
    public string? Storage { get; init; }

    /// <summary>Whether host and app run in a process each, as on Azure; embedded storage cannot be shared so.</summary>
    public bool InTwoProcesses { get; init; }

    /// <summary>Environment variables beside the storage connection and the key; an empty value is as good as none.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Embedded storage, mails through a server.</summary>
    public static AppOptions Mailing(SmtpServer server) => new()
    {
        Settings = new Dictionary<string, string>
        {
            ["Smtp__Host"] = SmtpServer.Host,
            ["Smtp__Port"] = $"{server.Port}",
            ["Smtp__Security"] = "none",
        },
    };
}
