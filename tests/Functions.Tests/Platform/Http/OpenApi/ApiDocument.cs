using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cadenza.Functions.Platform.Http.OpenApi;
using Cadenza.Functions.Tests.Platform.Http.Schemas;

namespace Cadenza.Functions.Tests.Platform.Http.OpenApi;

/// <summary>The app's OpenAPI document, as tests ask it.</summary>
internal static class ApiDocument
{
    /// <summary>The document.</summary>
    public static readonly JsonNode Root = JsonNode.Parse(OpenApiDocument.Bytes.Span)!;

    /// <summary>Checks values against the document's schemas.</summary>
    public static readonly JsonSchemaCheck Check = new(Root);

    /// <summary>Every operation: its path, its method in lower case, and what is said of it.</summary>
    public static IEnumerable<(string Path, string Method, JsonObject Operation)> Operations =>
        from path in Root["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (path.Key, operation.Key, operation.Value!.AsObject());

    /// <summary>The operation that a request is for, or null: the path with the most literal steps that fits.</summary>
    public static JsonObject? Find(string method, string path)
    {
        var steps = path.Trim('/').Split('/');
        return Operations
            .Where(operation => operation.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
            .Where(operation => operation.Path.Trim('/').Split('/') is var route && route.Length == steps.Length
                && route.Zip(steps).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second))
            .OrderBy(operation => operation.Path.Count(letter => letter == '{'))
            .Select(operation => operation.Operation)
            .FirstOrDefault();
    }

    /// <summary>What is wrong with an answer, by the document; a status that the document does not have is wrong.</summary>
    public static async Task<IReadOnlyList<string>> FaultsOfAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var request = answer.RequestMessage!;
        if (Find(request.Method.Method, request.RequestUri!.AbsolutePath) is not { } operation) return [];
        var status = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        if (Resolved(operation["responses"]![status]) is not { } response) return [$"{status} is not in the document"];
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        if (response["content"] is not { } content) return text.Length == 0 ? [] : ["The document has no body here"];
        var type = answer.Content.Headers.ContentType!.MediaType!;
        if ((content[type] ?? content["*/*"]) is not { } media) return [$"{type} is not in the document"];
        if (media["schema"] is not { } schema || !(type == "application/json" || type.EndsWith("+json", StringComparison.Ordinal))) return [];
        using var body = JsonDocument.Parse(text);
        return Check.Faults(schema, body.RootElement);
    }

    /// <summary>A node, or what it refers to.</summary>
    public static JsonNode? Resolved(JsonNode? node) => node?["$ref"] is { } reference
        ? reference.GetValue<string>()[2..].Split('/').Aggregate(Root, (found, step) => found[step]!)
        : node;
}
