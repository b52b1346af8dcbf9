using System.Diagnostics;
using System.Text.Json;

namespace Cadenza.LocalRuntime.Tests.Architecture;

/// <summary>The build against the official packages cannot be restored everywhere, but what it asks for can be read.</summary>
public sealed class AzureBuildTests
{
    [Fact]
    public async Task Functions_WithAzurePackages_IsTheFunctionAppAzureRuns()
    {
        var (items, properties) = await EvaluateAsync();
        var packages = items.GetProperty("PackageReference").EnumerateArray().ToDictionary(Identity, package => package, StringComparer.Ordinal);

        Assert.All(
            [
                "Microsoft.Azure.Functions.Worker",
                "Microsoft.Azure.Functions.Worker.Sdk",
                "Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore",
                "Microsoft.Azure.Functions.Worker.Extensions.DurableTask",
                "Microsoft.Azure.Functions.Worker.Extensions.Storage.Queues",
                "Microsoft.Azure.Functions.Worker.Extensions.Timer",
                "Azure.Data.Tables",
                "Azure.Storage.Queues",
            ],
            name => Assert.True(packages.ContainsKey(name), $"{name} is referenced"));
        var versions = items.GetProperty("PackageVersion").EnumerateArray().ToDictionary(Identity, version => version.GetProperty("Version").GetString()!, StringComparer.Ordinal);
        Assert.All(packages.Keys, name => Assert.Matches(@"^\d+\.\d+\.\d+$", versions[name]));
        Assert.DoesNotContain(items.GetProperty("ProjectReference").EnumerateArray(), project => Identity(project).Contains("LocalRuntime", StringComparison.Ordinal));
        Assert.Contains(items.GetProperty("None").EnumerateArray(), file => Text(file, "Link") == "host.json" && Text(file, "CopyToOutputDirectory") == "PreserveNewest");
        Assert.Equal(("Exe", "v4"), (properties.GetProperty("OutputType").GetString(), properties.GetProperty("AzureFunctionsVersion").GetString()));
    }

    private static string Identity(JsonElement item) => item.GetProperty("Identity").GetString()!;

    private static string? Text(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static async Task<(JsonElement Items, JsonElement Properties)> EvaluateAsync()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, WorkingDirectory = Repository.Root };
        foreach (var argument in new[] { "msbuild", Path.Combine("src", "Functions", "Functions.csproj"), "-p:AzurePackages=true", "-getItem:PackageReference,PackageVersion,ProjectReference,None", "-getProperty:OutputType,AzureFunctionsVersion" })
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(output);
        return (json.RootElement.GetProperty("Items").Clone(), json.RootElement.GetProperty("Properties").Clone());
    }
}
