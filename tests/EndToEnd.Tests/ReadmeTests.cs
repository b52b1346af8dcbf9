using System.Text.Json;
using Cadenza.TestKit;
using Cadenza.TestKit.Apps;

namespace Cadenza.EndToEnd.Tests;

/// <summary>
/// What README shows is what happens: its commands are run in their order by a shell, against an app that was just started, and
/// answer what stands below them: those that have an answer are repeated until it comes, as a user would. A block that is not
/// run has a comment in front of it that says why.
/// </summary>
public sealed class ReadmeTests(ITestOutputHelper report)
{
    private const string DocumentedAddress = "http://127.0.0.1:7071";

    [Fact]
    public async Task Commands_InTheirOrder_AnswerWhatStandsBelowThem()
    {
        var blocks = ReadmeBlock.Read(SourceTree.Path("README.md"));
        Assert.Contains(blocks, block => block.Answer is not null);
        Assert.All(blocks, block => Assert.True(block.WhyNotRun is null || block.Answer is null, $"{block} is not run, but has an answer."));
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, ".data"));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, ".data", "dev-key"), AppProcess.Key, TestContext.Current.CancellationToken);
        await using var app = await AppProcess.StartAsync();
        await using var shell = await CommandShell.StartAsync(folder.Path);

        foreach (var block in blocks)
        {
            if (block.WhyNotRun is { } reason)
            {
                report.WriteLine($"{block} is not run: {reason}");
                continue;
            }

            Assert.Contains(DocumentedAddress, block.Commands);
            var commands = block.Commands.Replace(DocumentedAddress, $"http://127.0.0.1:{app.Port}", StringComparison.Ordinal);
            if (block.Answer is not { } answer)
            {
                await shell.RunAsync(commands);
                continue;
            }

            var output = "";
            await Eventually.True(
                async () => Differences.Of(answer, Parse(output = await shell.RunAsync(commands))) is null,
                () => $"{block} answers what stands below it: {Differences.Of(answer, Parse(output))}. It answered: {output}. The app wrote:\n{app.Output}");
        }
    }

    private static JsonElement Parse(string output) => JsonDocument.Parse(output).RootElement;

    /// <summary>Compares an answer with one that leaves things out.</summary>
    private static class Differences
    {
        /// <summary>Where the answer is not as it was shown, or null.</summary>
        public static string? Of(JsonElement shown, JsonElement answered, string at = "")
        {
            if (shown.ValueKind == JsonValueKind.String && shown.GetString() == "…")
                return answered.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? $"{at} is empty" : null;
            if (shown.ValueKind != answered.ValueKind) return $"{at} is {answered.GetRawText()}";
            return shown.ValueKind switch
            {
                JsonValueKind.Object => shown.EnumerateObject()
                    .Select(member => answered.TryGetProperty(member.Name, out var value) ? Of(member.Value, value, $"{at}/{member.Name}") : $"{at}/{member.Name} is not there")
                    .FirstOrDefault(difference => difference is not null),
                JsonValueKind.Array => shown.GetArrayLength() != answered.GetArrayLength()
                    ? $"{at} has {answered.GetArrayLength()} items"
                    : shown.EnumerateArray().Zip(answered.EnumerateArray()).Select((pair, index) => Of(pair.First, pair.Second, $"{at}/{index}")).FirstOrDefault(difference => difference is not null),
                _ => JsonElement.DeepEquals(shown, answered) ? null : $"{at} is {answered.GetRawText()}",
            };
        }
    }
}
