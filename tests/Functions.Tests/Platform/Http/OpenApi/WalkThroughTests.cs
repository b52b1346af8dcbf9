using Cadenza.Functions.Platform.Http.OpenApi.Requests;

namespace Cadenza.Functions.Tests.Platform.Http.OpenApi;

/// <summary>The walk-throughs in <c>requests/</c> work, each on an app that nobody has used before.</summary>
public sealed class WalkThroughTests
{
    /// <summary>The names of the files.</summary>
    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(SourceTree.Path("requests"), "*.http").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Requests_SentInOrder_AreAnsweredAsTheySay(string name)
    {
        await using var app = new AppFixture();
        await app.InitializeAsync();
        var file = RequestFile.Parse(await File.ReadAllTextAsync(SourceTree.Path("requests", name), TestContext.Current.CancellationToken));
        Assert.NotEmpty(file.Requests);
        await new RequestWalk(file, app.Address, AppFixture.Key).RunAsync(TestContext.Current.CancellationToken);
    }
}
