namespace Cadenza.TestKit;

/// <summary>The clone that the running test was built from.</summary>
public static class SourceTree
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>A path inside the clone.</summary>
    public static string Path(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
            if (File.Exists(System.IO.Path.Combine(folder, "Functions.sln")))
                return folder;
        throw new InvalidOperationException($"No Functions.sln above {AppContext.BaseDirectory}");
    }
}
