using System.Collections.Concurrent;
using System.Globalization;
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

    // What an answer has is all described, so a member that is not is a fault of the app or of the document.
    private static readonly JsonNode AnswerRoot = Closed(Root.DeepClone());
    private static readonly JsonSchemaCheck AnswerCheck = new(AnswerRoot);

    private static readonly ILookup<(string Method, int Steps), (string[] Route, JsonObject Operation)> Routes = (
        from path in AnswerRoot["paths"]!.AsObject()
        let route = Steps(path.Key)
        orderby route.Count(step => step.StartsWith('{'))
        from operation in path.Value!.AsObject()
        select (Key: (operation.Key, route.Length), Value: (route, operation.Value!.AsObject()))).ToLookup(one => one.Key, one => one.Value);

    private static readonly ConcurrentDictionary<(JsonObject Operation, int Status), JsonNode?> Responses = [];

    /// <summary>Every operation: its path, its method in lower case, and what is said of it.</summary>
    public static IEnumerable<(string Path, string Method, JsonObject Operation)> Operations =>
        from path in Root["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (path.Key, operation.Key, operation.Value!.AsObject());

    /// <summary>What is wrong with an answer, by the document: a status, a type or a member that it does not have.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="answer">The answer; its content stays to be read.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    public static async Task<IReadOnlyList<string>> FaultsOfAsync(HttpRequestMessage request, HttpResponseMessage answer, CancellationToken cancellation)
    {
        var isHead = request.Method == HttpMethod.Head;
        var status = (int)answer.StatusCode;
        if (Find(isHead ? "get" : request.Method.Method.ToLowerInvariant(), request.RequestUri!.AbsolutePath) is not { } operation)
            return status is 401 or 404 or 405 ? [] : [$"nothing like it is in the document, and it was answered {status}"];
        if (Response(operation, status) is not { } response) return [$"{status} is not in the document"];
        if (isHead) return [];
        var octets = await answer.Content.ReadAsByteArrayAsync(cancellation);
        if (response["content"] is not { } content) return octets.Length == 0 ? [] : ["the document has no body here"];
        if (answer.Content.Headers.ContentType?.MediaType is not { } type) return ["it has no type"];
        if ((content[type] ?? content["*/*"]) is not { } media) return [$"{type} is not in the document"];
        if (media["schema"] is not { } schema || !(type == "application/json" || type.EndsWith("+json", StringComparison.Ordinal))) return [];
        using var body = JsonDocument.Parse(octets, new JsonDocumentOptions { MaxDepth = 1000 });
        return AnswerCheck.Faults(schema, body.RootElement);
    }

    /// <summary>The operation that a request is for, or null: the path with the most literal steps that fits.</summary>
    private static JsonObject? Find(string method, string path)
    {
        var steps = Steps(path);
        return Routes[(method, steps.Length)]
            .FirstOrDefault(one => one.Route.Zip(steps).All(pair => pair.First.StartsWith('{') || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase)))
            .Operation;
    }

    private static JsonNode? Response(JsonObject operation, int status) => Responses.GetOrAdd(
        (operation, status), static asked => Resolved(asked.Operation["responses"]![asked.Status.ToString(CultureInfo.InvariantCulture)]));

    private static string[] Steps(string path) => path.Trim('/').Split('/');

    /// <summary>A node, or what it refers to.</summary>
    public static JsonNode? Resolved(JsonNode? node) => node?["$ref"] is { } reference
        ? reference.GetValue<string>()[2..].Split('/').Aggregate(node.Root, (found, step) => found[step]!)
        : node;

    private static JsonNode Closed(JsonNode node)
    {
        if (node is JsonObject schema)
        {
            foreach (var (_, inner) in schema) if (inner is not null) Closed(inner);
            if (schema["properties"] is JsonObject && IsObject(schema["type"])) schema.TryAdd("additionalProperties", false);
        }
        else if (node is JsonArray list)
        {
            foreach (var inner in list) if (inner is not null) Closed(inner);
        }

        return node;
    }

    // A member may be called "type" or "properties" too.
    private static bool IsObject(JsonNode? type) => type switch
    {
        System.Text.Json.Nodes.JsonValue one => one.GetValue<string>() == "object",
        JsonArray several => several.Any(one => one!.GetValue<string>() == "object"),
        _ => false,
    };
}
