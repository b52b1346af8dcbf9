namespace Cadenza.Functions.Tests.Architecture;

/// <summary>The files of a project that people write.</summary>
internal static class SourceFiles
{
    private static readonly string[] Made = ["obj", "bin"];

    /// <summary>Those of <c>src/{project}</c>, by their whole paths.</summary>
    public static IEnumerable<string> Of(string project)
    {
        var root = SourceTree.Path("src", project);
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Made.Contains(Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar)[0]));
    }
}
