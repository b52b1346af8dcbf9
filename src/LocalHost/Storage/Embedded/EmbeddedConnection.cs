namespace Cadenza.LocalHost.Storage.Embedded;

/// <summary>Connection strings of embedded storage: <c>UseEmbeddedStorage=true;Path=folder</c>.</summary>
internal static class EmbeddedConnection
{
    /// <summary>The full path of the folder that a connection string names; null when it names other storage.</summary>
    /// <exception cref="FormatException">It asks for embedded storage without saying where.</exception>
    public static string? Folder(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        if (!bool.TryParse(Value(connectionString, "UseEmbeddedStorage"), out var embedded) || !embedded) return null;
        return Value(connectionString, "Path") is { Length: > 0 } path
            ? Path.GetFullPath(path)
            : throw new FormatException("UseEmbeddedStorage=true needs Path=<folder>.");
    }

    private static string? Value(string connectionString, string name) => connectionString
        .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.Split('=', 2, StringSplitOptions.TrimEntries))
        .LastOrDefault(part => part.Length == 2 && part[0].Equals(name, StringComparison.OrdinalIgnoreCase))?[1];
}
