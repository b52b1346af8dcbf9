using System.Reflection;
using System.Text.Json.Nodes;
using Cadenza.Functions.Platform.Http.OpenApi;
using Cadenza.Functions.Platform.Security;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Tests.Platform.Http.OpenApi;

/// <summary>The OpenAPI document is made from the declarations, whole, described, and the same as the committed copy.</summary>
public sealed class OpenApiDocumentTests
{
    /// <summary>Set it to write <c>docs/openapi.json</c> instead of comparing: <c>REFRESH_OPENAPI=1 ./test OpenApiDocumentTests</c>.</summary>
    private const string Refresh = "REFRESH_OPENAPI";

    [Fact]
    public async Task Copy_IsWhatTheAppServes()
    {
        var copy = SourceTree.Path("docs", "openapi.json");
        var served = OpenApiDocument.Bytes.ToArray();
        if (Environment.GetEnvironmentVariable(Refresh) is "1") await File.WriteAllBytesAsync(copy, served, TestContext.Current.CancellationToken);
        var committed = File.Exists(copy) ? await File.ReadAllBytesAsync(copy, TestContext.Current.CancellationToken) : [];
        Assert.True(
            served.AsSpan().SequenceEqual(committed),
            $"docs/openapi.json is not what the app serves. Refresh it with: {Refresh}=1 ./test OpenApiDocumentTests");
    }

    /// <summary>Only what takes every path has no path of its own.</summary>
    [Fact]
    public void Functions_AreAllInTheDocument()
    {
        var known = ApiDocument.Operations.Select(operation => operation.Operation["operationId"]!.GetValue<string>()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var functions =
            from type in typeof(OpenApiDocument).Assembly.GetTypes()
            from method in type.GetMethods()
            where method.GetParameters().Any(parameter => parameter.IsDefined(typeof(HttpTriggerAttribute)))
            select method.GetCustomAttribute<FunctionAttribute>()!.Name;
        Assert.Equal([AnonymousFunctions.UnknownRoute], functions.Where(name => !known.Contains(name)));
    }

    [Fact]
    public void Operations_AllHaveDescriptionsAndAnswers() => Assert.All(ApiDocument.Operations, operation =>
    {
        Assert.EndsWith(".", operation.Operation["description"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains(operation.Operation["responses"]!.AsObject(), response => response.Key[0] is '2' or '3');
    });

    [Fact]
    public void Parameters_AllHaveDescriptions() => AllAreThere(
        from operation in ApiDocument.Operations
        from parameter in operation.Operation["parameters"]?.AsArray() ?? []
        where ApiDocument.Resolved(parameter)!["description"] is null
        select $"{operation.Method} {operation.Path}: {parameter!["name"]}");

    [Fact]
    public void Members_AllHaveDescriptions() =>
        AllAreThere(Undescribed(ApiDocument.Root["components"]!["schemas"]!, "").Concat(Undescribed(ApiDocument.Root["paths"]!, "paths")));

    [Fact]
    public void Operations_WithBodies_ShowAtLeastOneExample() => AllAreThere(
        from operation in ApiDocument.Operations
        from media in operation.Operation["requestBody"]?["content"]?.AsObject() ?? []
        where media.Value!["examples"] is null
        select $"{operation.Method} {operation.Path} has no named request in requests/*.http that sends {media.Key}");

    private static void AllAreThere(IEnumerable<string> missing) => Assert.True(!missing.Any(), string.Join("\n", missing));

    private static IEnumerable<string> Undescribed(JsonNode? node, string at)
    {
        if (node is JsonArray list) return list.SelectMany((item, index) => Undescribed(item, $"{at}/{index}"));
        if (node is not JsonObject schema) return [];
        var missing = schema["properties"] is JsonObject members && schema["type"]?.ToJsonString().Contains("object", StringComparison.Ordinal) == true
            ? members.Where(member => member.Value is JsonObject && !member.Value.AsObject().ContainsKey("description") && member.Value["const"] is null)
                .Select(member => $"{at}/{member.Key}")
            : [];
        return missing.Concat(schema.SelectMany(member => Undescribed(member.Value, $"{at}/{member.Key}"))).ToArray();
    }
}
