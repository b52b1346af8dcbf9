using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.LocalHost.Tests.Architecture;

/// <summary>Dependencies point one way: Functions to Domain and LocalHost, which know nothing of each other.</summary>
public sealed class DependencyTests
{
    [Fact]
    public void Domain_ReferencesTheBaseClassLibraryAlone() => Assert.All(
        Assembly.Load("Cadenza.Domain").GetReferencedAssemblies(),
        reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));

    [Fact]
    public void LocalHost_ReferencesNoOtherProject() =>
        Assert.DoesNotContain(typeof(FunctionContext).Assembly.GetReferencedAssemblies(), reference => reference.Name!.StartsWith("Cadenza.", StringComparison.Ordinal));

    [Theory]
    [InlineData("Domain", "Cadenza.Functions")]
    [InlineData("Domain", "Cadenza.LocalHost")]
    [InlineData("Domain", "Azure.")]
    [InlineData("Domain", "Microsoft.AspNetCore")]
    [InlineData("LocalHost", "using Cadenza.Functions")]
    [InlineData("LocalHost", "Cadenza.Domain")]
    [InlineData("Functions", "Cadenza.LocalHost")]
    [InlineData("Functions", "#if")]
    public void Source_OfAProject_DoesNotMention(string project, string word)
    {
        var sources = Repository.Sources(project).ToArray();

        Assert.NotEmpty(sources);
        Assert.DoesNotContain(sources, file => File.ReadAllText(file).Contains(word, StringComparison.Ordinal));
    }
}
