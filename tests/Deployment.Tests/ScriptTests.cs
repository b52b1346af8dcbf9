using System.Text.RegularExpressions;

namespace Cadenza.Deployment.Tests;

/// <summary>What people type at the root of the clone, and what a clean machine runs.</summary>
public sealed partial class ScriptTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunWithFunc_WhenCoreToolsAreNotInstalled_SaysHowToGetThem()
    {
        using var bin = new TemporaryFolder();
        // dotnet and the system's own programs, and no func, whatever is installed here.
        File.CreateSymbolicLink(bin.File("dotnet"), Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "/usr/bin/dotnet");
        var command = await Command.RunAsync("bash", [SourceTree.Path("run"), "--func"], new Dictionary<string, string?> { ["PATH"] = bin.Path + ":/usr/bin:/bin" }, Cancellation);
        if (command.Errors.Length == 0 || File.Exists("/usr/bin/func")) Assert.Skip("Core Tools are installed for everybody here.");
        Assert.Equal(1, command.ExitCode);
        Assert.Contains("npm install --global azure-functions-core-tools@4", command.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run.ps1", "./run.ps1 [-Port N]")]
    [InlineData("test.ps1", "./test.ps1 [FILTER]")]
    public async Task PowerShell_WhenAskedForHelp_SaysHowTheScriptIsUsed(string script, string usage)
    {
        var command = await Command.RunAsync("pwsh", ["-NoProfile", "-File", SourceTree.Path(script), "-Help"], null, Cancellation);
        Assert.Equal((0, ""), (command.ExitCode, command.Errors));
        Assert.Contains(usage, command.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Workflow_ForACleanMachine_PinsItsActionsAndMayWriteNothing()
    {
        var workflow = File.ReadAllText(SourceTree.Path(".github", "workflows", "ci.yml"));
        var actions = Action().Matches(workflow).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(actions);
        Assert.All(actions, action => Assert.Matches("^[a-z-]+/[a-z-]+@[0-9a-f]{40}$", action));
        Assert.Contains("permissions:\n  contents: read\n", workflow, StringComparison.Ordinal);
        Assert.DoesNotContain(": write", workflow, StringComparison.Ordinal);
        Assert.Contains("--locked-mode", workflow, StringComparison.Ordinal);
    }

    [Fact]
    public void Image_ForContainers_LeavesOutWhatIsOfThisMachine()
    {
        var ignored = File.ReadAllLines(SourceTree.Path(".dockerignore"));
        Assert.All(["local.settings.json", ".data", ".git"], name => Assert.Contains(name, ignored));
        Assert.True(File.Exists(SourceTree.Path("src", "Functions", "Properties", "PublishProfiles", "ReadyToRun.pubxml")));
    }

    [GeneratedRegex(@"uses: (\S+)")]
    private static partial Regex Action();
}
