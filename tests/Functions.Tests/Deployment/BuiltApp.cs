namespace Cadenza.Functions.Tests.Deployment;

/// <summary>What the build of src/Functions gives, in the configuration that this test was built in.</summary>
internal static class BuiltApp
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Release or Debug.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>The folder that a Functions host is started on.</summary>
    public static string Folder { get; } = SourceTree.Path("src", "Functions", "bin", Configuration, "net10.0");

    /// <summary>The functions, as the host is told of them.</summary>
    public static IReadOnlyList<BuiltFunction> Functions(string folder) =>
        JsonSerializer.Deserialize<List<BuiltFunction>>(File.ReadAllText(Path.Combine(folder, "functions.metadata")), Json)!;
}

/// <summary>A function in functions.metadata.</summary>
internal sealed record BuiltFunction(string Name, IReadOnlyList<BuiltBinding> Bindings)
{
    /// <summary>How it is reached over HTTP, or null.</summary>
    public BuiltBinding? Http => Bindings.FirstOrDefault(binding => binding.Type.Equals("httpTrigger", StringComparison.OrdinalIgnoreCase));
}

/// <summary>A binding there.</summary>
internal sealed record BuiltBinding(string Type, string? AuthLevel, string? Route, IReadOnlyList<string>? Methods);
