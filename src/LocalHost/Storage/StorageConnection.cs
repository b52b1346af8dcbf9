namespace Cadenza.LocalHost.Storage;

/// <summary>What a connection string names: a folder, or an account with its key and endpoints.</summary>
internal sealed record StorageConnection
{
    // The emulator's account and key are the same on every machine, and public.
    private const string EmulatorAccount = "devstoreaccount1";
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>The folder of embedded storage, or null for an account.</summary>
    public string? Folder { get; private init; }

    public string AccountName { get; private init; } = "";

    public string AccountKey { get; private init; } = "";

    public Uri? Tables { get; private init; }

    public Uri? Queues { get; private init; }

    /// <exception cref="FormatException">It is not understood; the message names the part, never a key.</exception>
    public static StorageConnection Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var parts = Split(connectionString);
        if (IsTrue(parts, "UseEmbeddedStorage"))
        {
            return parts.TryGetValue("Path", out var path) && path.Length > 0
                ? new StorageConnection { Folder = Path.GetFullPath(path), AccountName = "embedded" }
                : throw new FormatException("UseEmbeddedStorage=true needs Path=<folder>.");
        }

        if (IsTrue(parts, "UseDevelopmentStorage")) return Emulator(parts.GetValueOrDefault("DevelopmentStorageProxyUri") ?? "http://127.0.0.1");
        if (!parts.TryGetValue("AccountName", out var account) || !parts.TryGetValue("AccountKey", out var key))
            throw new FormatException("A storage connection string needs AccountName and AccountKey, or UseDevelopmentStorage=true, or UseEmbeddedStorage=true;Path=<folder>. Shared access signatures are not supported.");
        return new StorageConnection { AccountName = account, AccountKey = key, Tables = Endpoint(parts, "Table", account), Queues = Endpoint(parts, "Queue", account) };
    }

    private static StorageConnection Emulator(string host) => new()
    {
        AccountName = EmulatorAccount,
        AccountKey = EmulatorKey,
        Queues = new Uri($"{host.TrimEnd('/')}:10001/{EmulatorAccount}"),
        Tables = new Uri($"{host.TrimEnd('/')}:10002/{EmulatorAccount}"),
    };

    private static Uri Endpoint(Dictionary<string, string> parts, string service, string account)
    {
        var text = parts.GetValueOrDefault($"{service}Endpoint")
            ?? $"{parts.GetValueOrDefault("DefaultEndpointsProtocol") ?? "https"}://{account}.{service.ToLowerInvariant()}.{parts.GetValueOrDefault("EndpointSuffix") ?? "core.windows.net"}";
        return Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var uri) ? uri : throw new FormatException($"{service}Endpoint is not an address.");
    }

    private static Dictionary<string, string> Split(string connectionString)
    {
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in connectionString.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw new FormatException("A storage connection string is a list of Name=value, separated by semicolons.");
            parts[part[..equals].TrimEnd()] = part[(equals + 1)..].TrimStart();
        }

        return parts;
    }

    private static bool IsTrue(Dictionary<string, string> parts, string name) =>
        parts.TryGetValue(name, out var value) && bool.TryParse(value, out var flag) && flag;
}
