using System.Text.RegularExpressions;

namespace Cadenza.LocalHost.Tests.Architecture;

/// <summary>Orchestrator code is replayed, so it must give the same actions each time.</summary>
public sealed partial class OrchestratorTests
{
    private const string Suffix = ".orchestrator.cs";

    [Fact]
    public void Orchestrators_AreInFilesOfTheirOwnKind()
    {
        var files = Repository.Sources("Functions").Where(file => File.ReadAllText(file).Contains("[OrchestrationTrigger]", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.EndsWith(Suffix, file, StringComparison.Ordinal));
    }

    [Fact]
    public void OrchestratorFiles_CallNothingThatDiffersFromRunToRun() => Assert.All(
        Repository.Sources("Functions").Where(file => file.EndsWith(Suffix, StringComparison.Ordinal) || Path.GetFileName(file) == "Driver.cs"),
        file => Assert.Empty(Banned().Matches(File.ReadAllText(file)).Select(match => match.Value)));

    [Theory]
    [InlineData("var now = DateTime.UtcNow;")]
    [InlineData("DateTimeOffset.Now.AddDays(1)")]
    [InlineData("await Task.Delay(5);")]
    [InlineData("Task.Run(() => 1)")]
    [InlineData("Thread.Sleep(1)")]
    [InlineData("Guid.NewGuid()")]
    [InlineData("Environment.GetEnvironmentVariable(\"X\")")]
    [InlineData("File.ReadAllText(path)")]
    [InlineData("new HttpClient()")]
    [InlineData("await call.ConfigureAwait(false)")]
    [InlineData("Random.Shared.Next()")]
    [InlineData("clock.GetUtcNow()")]
    [InlineData("Stopwatch.StartNew()")]
    public void Banned_OfACallThatDiffersFromRunToRun_Matches(string code) => Assert.Matches(Banned(), code);

    [Theory]
    [InlineData("context.CurrentUtcDateTime")]
    [InlineData("context.NewGuid()")]
    [InlineData("await context.CreateTimer(wakeAt, cancellation.Token)")]
    public void Banned_OfWhatTheContextOffers_DoesNotMatch(string code) => Assert.DoesNotMatch(Banned(), code);

    [GeneratedRegex(@"\b(DateTime|DateTimeOffset)\.(Now|UtcNow|Today)\b|\bGuid\.(NewGuid|CreateVersion7)\b|\bTask\.(Delay|Run|Factory)\b|\bThread\.|\bEnvironment\.|\b(File|Directory|Console)\.|\bHttpClient\b|\bConfigureAwait\(false\)|\b(Random|Stopwatch|TimeProvider)\b|\bGet(UtcNow|LocalNow|Timestamp)\(|\bSocket\b|\bThreadPool\b|\bParallel\.")]
    private static partial Regex Banned();
}
