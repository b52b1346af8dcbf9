namespace Cadenza.Functions.Tests.Architecture;

/// <summary>docs/architecture.md: App → features → Events, Delivery, Timing → Platform, and no way back.</summary>
public sealed class FeatureTests
{
    // Whom each feature may use besides itself and Platform. Adding to it is a decision: docs/architecture.md says it too.
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Platform"] = [],
        ["Events"] = [],
        ["Delivery"] = [],
        ["Timing"] = [],
        ["Flows"] = ["Events"],
        ["Webhooks"] = ["Delivery", "Timing"],
        ["Contacts"] = ["Delivery"],
        ["Records"] = ["Contacts", "Events", "Timing"],
        ["Sequences"] = ["Contacts", "Events", "Delivery", "Timing"],
        ["Workflows"] = ["Sequences", "Records", "Flows", "Contacts", "Events", "Delivery", "Timing"],
        ["Leads"] = ["Workflows", "Webhooks", "Contacts", "Delivery", "Timing"],
    };

    [Fact]
    public void Features_UseOnlyThoseBelowThem() => Assert.Empty(
        from use in TypeUses.App.Inside
        where use.FromFolder != "App" && use.FromFolder != use.ToFolder && use.ToFolder != "Platform" && !Allowed[use.FromFolder].Contains(use.ToFolder)
        select use.ToString());

    [Fact]
    public void Allowed_LeadsNowhereBack() => Assert.Empty(InCircles(Allowed));

    [Fact]
    public void Domain_HasFoldersThatLeadNowhereBack()
    {
        var uses = TypeUses.Domain.Inside.Where(use => use.FromFolder != use.ToFolder).ToLookup(use => use.FromFolder, use => use.ToFolder);
        var folders = TypeUses.Domain.Inside.SelectMany(use => new[] { use.FromFolder, use.ToFolder }).Distinct().ToList();
        Assert.Contains("Values", folders);
        Assert.Empty(InCircles(folders.ToDictionary(folder => folder, folder => uses[folder].Distinct().ToArray(), StringComparer.Ordinal)));
    }

    // Composition knows all it puts together, and a folder what is inside it.
    [Fact]
    public void Folders_InsideAFeatureOrPlatform_LeadNowhereBack()
    {
        var uses = TypeUses.App.Inside
            .Where(use => use.FromFolder == use.ToFolder && !use.From.EndsWith("Registration", StringComparison.Ordinal))
            .Select(use => (From: TypeUses.NamespaceOf(use.From), To: TypeUses.NamespaceOf(use.To)))
            .Where(use => use.From != use.To && !Contains(use.From, use.To) && !Contains(use.To, use.From))
            .ToLookup(use => use.From, use => use.To);
        var folders = TypeUses.App.Inside.SelectMany(use => new[] { use.From, use.To }).Select(TypeUses.NamespaceOf).Distinct().ToList();
        Assert.Contains("Cadenza.Functions.Platform.Http.Paging", folders);
        Assert.Contains(uses, use => use.Key == "Cadenza.Functions.Workflows.Events");
        Assert.Empty(InCircles(folders.ToDictionary(folder => folder, folder => uses[folder].Distinct().ToArray(), StringComparer.Ordinal)));
    }

    [Fact]
    public void InCircles_OfAFolderThatLeadsBackToItself_IsThatCircle() => Assert.Equal(
        ["b", "c"], InCircles(new() { ["a"] = [], ["b"] = ["a", "c"], ["c"] = ["b"], ["d"] = ["a"] }).Order(StringComparer.Ordinal));

    [Fact]
    public void Http_OfAFeature_IsUsedByItselfAlone() => Assert.Empty(
        from use in TypeUses.App.Inside
        where use.ToFolder != "Platform" && TypeUses.IsHttp(use.To) && use.FromFolder != "App"
        where use.FromFolder != use.ToFolder || (!TypeUses.IsHttp(use.From) && !use.From.EndsWith("Registration", StringComparison.Ordinal))
        select use.ToString());

    [Fact]
    public void RequestsAndAnswers_AreKnownBelowHttpAlone() => Assert.Empty(
        from use in TypeUses.App.Outside
        where use.To.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
        where use.FromFolder is not ("App" or "Platform") && !TypeUses.IsHttp(use.From)
        select use.ToString());

    [Fact]
    public void Files_LieInTheFolderOfTheirNamespace()
    {
        var root = SourceTree.Path("src", "Functions");
        var files = SourceFiles.Of("Functions").ToList();
        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            var folder = Path.GetRelativePath(root, Path.GetDirectoryName(file)!);
            Assert.Contains(folder.Split(Path.DirectorySeparatorChar)[0], Allowed.Keys.Append("App"));
            var lines = File.ReadLines(file).ToList();
            // The entry point has no namespace.
            if (Path.GetFileName(file) != "Program.cs") Assert.Contains($"namespace Cadenza.Functions.{folder.Replace(Path.DirectorySeparatorChar, '.')};", lines);
        });
    }

    [Theory]
    [InlineData("Domain")]
    [InlineData("Functions")]
    [InlineData("LocalHost")]
    [InlineData("Local")]
    public void Files_AreShort(string project) => Assert.Empty(
        from file in SourceFiles.Of(project)
        let lines = File.ReadLines(file).Count()
        where lines > 300
        select $"{file} has {lines} lines");

    private static bool Contains(string folder, string other) => other.StartsWith(folder + ".", StringComparison.Ordinal);

    private static HashSet<string> InCircles(Dictionary<string, string[]> uses)
    {
        var open = uses.Keys.ToHashSet(StringComparer.Ordinal);
        while (open.FirstOrDefault(folder => !uses[folder].Any(open.Contains)) is { } lowest) open.Remove(lowest);
        return open;
    }
}
