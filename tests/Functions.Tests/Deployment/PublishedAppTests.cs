using System.Diagnostics;
using System.Text;

namespace Cadenza.Functions.Tests.Deployment;

/// <summary>What <c>dotnet publish src/Functions</c> gives is what a function app is deployed from.</summary>
public sealed class PublishedAppTests(ITestOutputHelper report)
{
    private const long MostOctets = 80_000_000;

    // The key of every Azurite, where ./run keeps one, and that of the tests: nothing of ours that is deployed has them.
    private static readonly string[] DevelopmentSecrets = ["Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq", "dev-key", AppFixture.Key];

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
        Assert.All(["local.settings.json", "local.settings.sample.json", "Cadenza.LocalHost.dll", "Cadenza.Local.dll"], name => Assert.Empty(Directory.GetFiles(folder.Path, name, SearchOption.AllDirectories)));
        // The official clients of storage do know the key of every Azurite.
        var ours = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file).StartsWith("Cadenza.", StringComparison.Ordinal) || Path.GetExtension(file) is not ".dll")
            .ToList();
        Assert.Contains(ours, file => file.EndsWith("Cadenza.Functions.dll", StringComparison.Ordinal));
        Assert.All(ours, file => Assert.DoesNotContain(DevelopmentSecrets, secret => Has(file, secret)));
        AssertExtensions(folder.Path);
        var octets = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
        report.WriteLine($"{octets / 1e6:F1} MB");
        Assert.InRange(octets, 1, MostOctets);
    }

    // What the host loads besides itself: the triggers that functions.metadata names, but for HTTP and timers, which it has.
    private void AssertExtensions(string folder)
    {
        using var loaded = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "extensions.json")));
        using var deps = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, ".azurefunctions", "function.deps.json")));
        var versions = deps.RootElement.GetProperty("libraries").EnumerateObject().Select(library => library.Name.Split('/')).ToDictionary(parts => parts[0], parts => parts[1]);
        var extensions = loaded.RootElement.GetProperty("extensions").EnumerateArray().ToDictionary(extension => extension.GetProperty("name").GetString()!, extension => extension.GetProperty("hintPath").GetString()!);
        Assert.Equal(["AzureStorageQueues", "DurableTask", "Startup"], extensions.Keys.Order(StringComparer.Ordinal));
        Assert.All(extensions.Values, path => Assert.True(File.Exists(Path.Combine(folder, path)), $"{path} is published"));
        foreach (var (name, least) in new[] { ("Microsoft.Azure.WebJobs.Extensions.DurableTask", "3.18"), ("Microsoft.Azure.DurableTask.AzureStorage", "2.11"), ("Microsoft.Azure.WebJobs.Extensions.Storage.Queues", "5.3") })
        {
            report.WriteLine($"{name} {versions[name]}");
            Assert.StartsWith(least, versions[name], StringComparison.Ordinal);
        }

        using var worker = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "worker.config.json")));
        Assert.Equal("dotnet-isolated", worker.RootElement.GetProperty("description").GetProperty("language").GetString());
    }

    // As text of one octet a character, and as that of an assembly's strings.
    private static bool Has(string file, string secret)
    {
        var content = File.ReadAllBytes(file).AsSpan();
        return content.IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0 || content.IndexOf(Encoding.Unicode.GetBytes(secret)) >= 0;
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
