using Cadenza.TestKit;

namespace Cadenza.Benchmarks;

/// <summary>The storages that are measured.</summary>
internal static class Storages
{
    /// <summary>A new database in a folder.</summary>
    public static string Embedded(TemporaryFolder folder) => $"UseEmbeddedStorage=true;Path={folder.Path}";

    /// <summary>Runs on a new database of its own.</summary>
    public static async Task<IReadOnlyList<Figure>> OnEmbeddedAsync(Func<string, Task<IReadOnlyList<Figure>>> run)
    {
        using var folder = new TemporaryFolder();
        return await run(Embedded(folder));
    }

    /// <summary>Runs on a new Azurite of its own; without one there are no figures, and a word why.</summary>
    public static async Task<IReadOnlyList<Figure>> OnAzuriteAsync(Func<string, Task<IReadOnlyList<Figure>>> run)
    {
        if (AzuriteServer.WhyUnavailable is { } reason)
        {
            await Console.Error.WriteLineAsync(reason);
            return [];
        }

        await using var azurite = await AzuriteServer.StartAsync();
        return await run(azurite.ConnectionString);
    }
}
