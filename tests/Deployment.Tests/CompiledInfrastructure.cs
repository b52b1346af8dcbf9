using System.Reflection;

namespace Cadenza.Deployment.Tests;

/// <summary>infra/main.bicep as Azure is given it, compiled once for all tests.</summary>
public sealed class CompiledInfrastructure : IAsyncLifetime
{
    private const string Nested = "Microsoft.Resources/deployments";

    private JsonObject? _template;

    /// <summary>What the compiler and its linter wrote besides: faults and warnings.</summary>
    public string Findings { get; private set; } = "";

    /// <summary>The template of the whole subscription.</summary>
    public JsonObject Main => _template ?? throw new InvalidOperationException("It did not compile: " + Findings);

    /// <summary>Every template: of main.bicep, and of each module.</summary>
    public IEnumerable<JsonObject> Templates => [Main, .. Modules(Main)];

    /// <summary>Everything that is made, modules aside.</summary>
    public IEnumerable<JsonObject> Resources => Templates.SelectMany(ResourcesOf).Where(resource => TypeOf(resource) != Nested && resource["existing"] is null);

    /// <summary>The type, as in Microsoft.Web/sites.</summary>
    public static string TypeOf(JsonObject resource) => (string)resource["type"]!;

    /// <summary>The only resource of a type.</summary>
    public JsonObject Only(string type) => Assert.Single(Resources, resource => TypeOf(resource) == type);

    /// <summary>The template that a resource of this type is in.</summary>
    public JsonObject TemplateWith(string type) => Templates.Single(template => ResourcesOf(template).Any(resource => TypeOf(resource) == type && resource["existing"] is null));

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var main = SourceTree.Path("infra", "main.bicep");
        var built = await BicepAsync("build", main, "--stdout");
        var linted = await BicepAsync("lint", main);
        Findings = built.Errors + linted.Output + linted.Errors + (built.ExitCode + linted.ExitCode == 0 ? "" : $"exit codes {built.ExitCode} and {linted.ExitCode}");
        if (built.ExitCode == 0) _template = JsonNode.Parse(built.Output)!.AsObject();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static IEnumerable<JsonObject> Modules(JsonObject template) => ResourcesOf(template)
        .Where(resource => TypeOf(resource) == Nested)
        .Select(module => module["properties"]!["template"]!.AsObject())
        .SelectMany(inner => Modules(inner).Prepend(inner));

    /// <summary>What one template makes or names, its modules among it. The compiler writes a list, or an object where it refers to them by name.</summary>
    public static IEnumerable<JsonObject> ResourcesOf(JsonObject template) => template["resources"] switch
    {
        JsonObject named => named.Select(resource => resource.Value!.AsObject()),
        JsonArray listed => listed.Select(resource => resource!.AsObject()),
        _ => [],
    };

    private static Task<Command> BicepAsync(params string[] arguments)
    {
        var compiler = typeof(CompiledInfrastructure).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Bicep").Value!;
        // It is a program for one platform, and has no culture data to load.
        return Command.RunAsync(compiler, arguments, new Dictionary<string, string?> { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1" }, TestContext.Current.CancellationToken);
    }
}
