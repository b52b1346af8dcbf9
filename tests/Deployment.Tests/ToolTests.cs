using System.Collections.Concurrent;
using System.Diagnostics;

namespace Cadenza.Deployment.Tests;

/// <summary>The .NET tool <c>cadenza</c>, for those who have the SDK and no clone.</summary>
public sealed class ToolTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // In the configuration that this test was built in.
    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    [Fact]
    public async Task Tool_WhenInstalledFromAFolderIntoAnEmptyHome_RunsTheDemo()
    {
        using var packages = new TemporaryFolder();
        using var home = new TemporaryFolder();
        await DotnetAsync(home, "pack", SourceTree.Path("src", "Local"), "--no-build", "-c", Configuration, "-o", packages.Path, "-nologo", "-v", "q");
        // No other source than the folder, whatever this machine has configured.
        await File.WriteAllTextAsync(home.File("nuget.config"), $"""<configuration><packageSources><clear /><add key="folder" value="{packages.Path}" /></packageSources></configuration>""", Cancellation);
        await DotnetAsync(home, "tool", "install", "Cadenza", "--tool-path", home.File("tools"), "--configfile", home.File("nuget.config"));

        using var tool = Run(home, ["run", "--demo", "--port", "0"]);
        var output = new ConcurrentQueue<string>();
        tool.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        tool.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        tool.BeginOutputReadLine();
        tool.BeginErrorReadLine();
        try
        {
            await Eventually.True(() => Task.FromResult(output.Any(line => line.Contains("All 3,000 mails were sent, each once", StringComparison.Ordinal))), () => "the demo is over; it wrote:\n" + string.Join('\n', output), Patience);
            Assert.True(File.Exists(Path.Combine(home.Path, ".cadenza", "cadenza.db")), "the data is in the home");
            Assert.Equal("dev_", (await File.ReadAllTextAsync(Path.Combine(home.Path, ".cadenza", "dev-key"), Cancellation))[..4]);
            using var kill = Process.Start("sh", ["-c", $"kill -TERM {tool.Id}"]);
            await tool.WaitForExitAsync(Cancellation);
            Assert.Equal(0, tool.ExitCode);
        }
        finally
        {
            if (!tool.HasExited) tool.Kill(entireProcessTree: true);
        }
    }

    [Theory]
    [InlineData(0, "--help")]
    [InlineData(0)]
    [InlineData(2, "run", "--port", "many")]
    [InlineData(2, "run", "--demonstrate")]
    public async Task Tool_WhenItCannotRun_SaysHowItIsUsed(int code, params string[] words)
    {
        var built = SourceTree.Path("src", "Local", "bin", Configuration, "net10.0", "Cadenza.Local.dll");
        var command = await Command.RunAsync("dotnet", [built, .. words], null, Cancellation);
        Assert.Equal(code, command.ExitCode);
        Assert.Contains("cadenza run [--port N] [--data FOLDER] [--demo]", code == 0 ? command.Output : command.Errors, StringComparison.Ordinal);
    }

    private static async Task DotnetAsync(TemporaryFolder home, params string[] arguments)
    {
        var command = await Command.RunAsync("dotnet", arguments, Environment(home), Cancellation);
        Assert.True(command.ExitCode == 0, command.Output + command.Errors);
    }

    private static Process Run(TemporaryFolder home, string[] arguments)
    {
        var start = new ProcessStartInfo(home.File(Path.Combine("tools", "cadenza")), arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = home.Path };
        foreach (var (name, value) in Environment(home)) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    // A home with nothing in it, and no setting of whoever runs the tests.
    private static Dictionary<string, string?> Environment(TemporaryFolder home) => new()
    {
        ["HOME"] = home.Path,
        ["DOTNET_CLI_HOME"] = home.Path,
        ["AzureWebJobsStorage"] = null,
        ["Cadenza__BootstrapKey"] = null,
        ["Smtp__Host"] = null,
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
    };
}
