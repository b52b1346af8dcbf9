using System.Text.RegularExpressions;

namespace Cadenza.Functions.Tests.Documents;

/// <summary>The C# files of a folder of the clone, read as text: what documents say of the code is held to what is written there.</summary>
internal static partial class SourceFiles
{
    /// <summary>All files below a folder, by their path from the root of the clone.</summary>
    public static IEnumerable<string> Of(string folder) =>
        from file in Directory.EnumerateFiles(SourceTree.Path(folder), "*.cs", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(SourceTree.Root, file).Replace('\\', '/')
        where !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal)
        select path;

    /// <summary>The types that are declared below a folder, nested ones too, and in which files.</summary>
    public static ILookup<string, string> Types(string folder) => (
        from path in Of(folder)
        from Match type in Declaration().Matches(Read(path))
        select (Name: type.Groups["name"].Value, Path: path)).ToLookup(type => type.Name, type => type.Path, StringComparer.Ordinal);

    /// <summary>The text of a file of the clone.</summary>
    public static string Read(string path) => File.ReadAllText(SourceTree.Path(path));

    [GeneratedRegex(@"^\s*(?:(?:public|internal|private|protected|static|sealed|abstract|readonly|partial|file|ref)\s+)*(?:class|record\s+struct|record|struct|interface|enum|delegate\s+[\w<>?\[\]]+)\s+(?<name>[A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
