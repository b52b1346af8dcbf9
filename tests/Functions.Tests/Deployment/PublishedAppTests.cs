using System.Diagnostics;

namespace Cadenza.Functions.Tests.Deployment;

/// <summary>What <c>dotnet publish src/Functions</c> gives is what a function app is deployed from.</summary>
public sealed class PublishedAppTests
{
    [Fact]
    public async Task Publish_GivesWhatAFunctionAppNeeds()
    {
        using var folder = new TemporaryFolder();
        await PublishAsync(folder.Path, TestContext.Current.CancellationToken);
        Assert.All(
            ["host.json", "functions.metadata", "worker.config.json", "extensions.json", "Cadenza.Functions.dll", "Cadenza.Functions.runtimeconfig.json"],
            name => Assert.True(File.Exists(Path.Combine(folder.Path, name)), $"{name} is published"));
        // The host's own extensions: it loads them from here, so that no bundle is needed.
        Assert.All(
            ["function.deps.json", "Microsoft.Azure.WebJobs.Extensions.DurableTask.dll", "Microsoft.Azure.WebJobs.Extensions.Storage.Queues.dll"],
            name => Assert.True(File.Exists(Path.Combine(folder.Path, ".azurefunctions", name)), $".azurefunctions/{name} is published"));
        Assert.Equal(File.ReadAllText(SourceTree.Path("host.json")), File.ReadAllText(Path.Combine(folder.Path, "host.json")));
        Assert.Contains("\"Cadenza.Functions.dll\"", File.ReadAllText(Path.Combine(folder.Path, "worker.config.json")), StringComparison.Ordinal);
        Assert.Equal(BuiltApp.Functions(BuiltApp.Folder).Select(function => function.Name), BuiltApp.Functions(folder.Path).Select(function => function.Name));
        // Secrets of a developer's machine, and what stands in for Azure there.
        Assert.All(["local.settings.json", "Cadenza.LocalHost.dll"], name => Assert.False(File.Exists(Path.Combine(folder.Path, name)), $"{name} stays here"));
    }

    [Fact]
    public void Build_GivesWhatFuncStartNeeds() => Assert.All(
        // Core Tools start the one project of their folder, src/Functions, on its output.
        ["host.json", "functions.metadata", "worker.config.json", "extensions.json", Path.Combine(".azurefunctions", "function.deps.json")],
        name => Assert.True(File.Exists(Path.Combine(BuiltApp.Folder, name)), $"{name} is in the build's output"));

    private static async Task PublishAsync(string folder, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = SourceTree.Root };
        string[] arguments = ["publish", SourceTree.Path("src", "Functions", "Functions.csproj"), "--no-build", "-c", BuiltApp.Configuration, "-o", folder, "-nologo", "-v", "q"];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        Assert.True(process.ExitCode == 0, output + await errors);
    }
}
