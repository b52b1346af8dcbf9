using System.Reflection;
using System.Text.RegularExpressions;

namespace Cadenza.LocalHost.Tests.Architecture;

/// <summary>Dependencies point one way: Local to Functions and LocalHost, Functions to Domain; Domain and LocalHost know no other part.</summary>
public sealed partial class DependencyTests
{
    // Packages that compute and do nothing else: no file, no network, no clock, no state that one call leaves to the next.
    private static readonly string[] PurePackages =
    [
        // Reads cron expressions and finds their times from a time that it is given (docs/decisions/0103).
        "Cronos",

        // Knows the world's numbering plans, which are resources within it (docs/decisions/0105). Its assembly has another name.
        "PhoneNumbers",

        // Liquid's parser and values, and what that is written with (docs/decisions/0102).
        "Fluid",
        "Parlot",
    ];

    [Fact]
    public void Domain_ReferencesTheBaseClassLibraryAndPurePackagesAlone() => Assert.All(
        Assembly.Load("Cadenza.Domain").GetReferencedAssemblies(),
        reference => Assert.True(reference.Name!.StartsWith("System.", StringComparison.Ordinal) || PurePackages.Contains(reference.Name), reference.Name));

    [Fact]
    public void LocalHost_ReferencesNoOtherProject() =>
        Assert.DoesNotContain(Assembly.Load("Cadenza.LocalHost").GetReferencedAssemblies(), reference => reference.Name!.StartsWith("Cadenza.", StringComparison.Ordinal));

    [Theory]
    [InlineData("Domain", "Cadenza.Functions")]
    [InlineData("Domain", "Cadenza.LocalHost")]
    [InlineData("Domain", "Azure.")]
    [InlineData("Domain", "Microsoft.AspNetCore")]
    [InlineData("LocalHost", "Cadenza.Functions")]
    [InlineData("LocalHost", "Cadenza.Domain")]
    [InlineData("LocalHost", "Cadenza.Local;")]
    [InlineData("Functions", "Cadenza.Local")]
    [InlineData("Functions", "UseEmbeddedStorage")]
    [InlineData("Functions", "#if")]
    public void Source_OfAProject_DoesNotMention(string project, string word)
    {
        var sources = Repository.Sources(project).ToArray();

        Assert.NotEmpty(sources);
        Assert.DoesNotContain(sources, file => File.ReadAllText(file).Contains(word, StringComparison.Ordinal));
    }

    /// <summary>What runs on a laptop is what runs on Azure only as long as the official types are the official ones.</summary>
    [Theory]
    [InlineData("Domain")]
    [InlineData("Functions")]
    [InlineData("LocalHost")]
    [InlineData("Local")]
    public void Source_OfAProject_DeclaresNothingInTheOfficialNamespaces(string project) =>
        Assert.DoesNotContain(Repository.Sources(project), file => OfficialNamespace().IsMatch(File.ReadAllText(file)));

    [GeneratedRegex(@"^\s*namespace\s+(Microsoft|Azure)\b", RegexOptions.Multiline)]
    private static partial Regex OfficialNamespace();
}
