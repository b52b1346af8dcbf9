using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.OpenApi.Requests;

namespace Cadenza.Functions.Platform.Http.OpenApi;

/// <summary>
/// The OpenAPI 3.1 document of the app: its HTTP functions, the readers of their bodies, the types of their answers, and
/// the requests in <c>requests/*.http</c> as examples. Nothing in it is written a second time.
/// </summary>
internal static class OpenApiDocument
{
    private const string About =
        """
        Cadenza sends sequences of messages to contacts: on time, once, and through pauses, edits, crashes and restarts.

        Every request needs a key, `Authorization: Bearer <key>`. Every refusal is problem details (RFC 9457) with a stable `code`,
        and points at each fault of a body by JSON pointer. Times are ISO 8601 in UTC with milliseconds. Limits of length count
        UTF-16 units.
        """;

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly Lazy<byte[]> Written = new(() => Write(typeof(OpenApiDocument).Assembly));

    /// <summary>The document of this app, as it is served and as <c>docs/openapi.json</c> has it.</summary>
    public static ReadOnlyMemory<byte> Bytes => Written.Value;

    /// <summary>The document of the functions in <paramref name="assembly"/>.</summary>
    /// <exception cref="InvalidOperationException">A function or a reader does not describe itself; the message says which.</exception>
    public static JsonObject Of(Assembly assembly)
    {
        var schemas = new JsonSchemas();
        var endpoints = Endpoint.Of(assembly).OrderBy(endpoint => endpoint.Route, StringComparer.Ordinal).ToArray();
        var writer = new OperationWriter(schemas, new ReplySchemas(schemas), new RequestExamples(assembly), endpoints);
        schemas.Add("Problem", CommonAnswers.ProblemSchema);
        var paths = new JsonObject(endpoints.GroupBy(endpoint => endpoint.Path).Select(path => KeyValuePair.Create(
            path.Key,
            (JsonNode?)new JsonObject(path.OrderBy(endpoint => endpoint.Method, StringComparer.Ordinal).Select(endpoint =>
                KeyValuePair.Create(endpoint.Method.ToLowerInvariant(), (JsonNode?)writer.Write(endpoint)))))));
        var document = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = Info(assembly),
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/", ["description"] = "The app that serves this document." }),
            ["security"] = new JsonArray(new JsonObject { ["bearerAuth"] = new JsonArray() }),
            ["tags"] = UsedTags(endpoints),
            ["paths"] = paths,
            ["components"] = Components(schemas),
        };
        Glossary.Fill(document);
        return document;
    }

    private static byte[] Write(Assembly assembly) => [.. JsonSerializer.SerializeToUtf8Bytes(Of(assembly), Readable), (byte)'\n'];

    private static JsonObject Info(Assembly assembly) => new()
    {
        ["title"] = "Cadenza",
        ["version"] = assembly.GetName().Version!.ToString(3),
        ["summary"] = "Outbound sequences and workflow automation.",
        ["description"] = About,
        ["license"] = new JsonObject { ["name"] = "MIT", ["identifier"] = "MIT" },
    };

    private static JsonArray UsedTags(IEnumerable<Endpoint> endpoints)
    {
        var used = endpoints.Select(endpoint => endpoint.Operation?.Tag).OfType<string>().Distinct().Order(StringComparer.Ordinal);
        return [.. used.Select(tag => new JsonObject { ["name"] = tag, ["description"] = Tags.Descriptions[tag] })];
    }

    private static JsonObject Components(JsonSchemas schemas) => new()
    {
        ["securitySchemes"] = new JsonObject
        {
            ["bearerAuth"] = new JsonObject
            {
                ["type"] = "http",
                ["scheme"] = "bearer",
                ["description"] = "A key of the organization.",
            },
        },
        ["parameters"] = new JsonObject
        {
            ["IfMatch"] = Header("If-Match", "Carry the request out only on one of these versions of the resource, or on any with `*`; else 412."),
            ["IdempotencyKey"] = Header(
                "Idempotency-Key",
                "1 to 255 ASCII characters, best a new UUID. Within 24 hours a repeated request with the same key and body is answered as the first one was, and does nothing more."),
        },
        ["headers"] = CommonAnswers.Headers(),
        ["responses"] = new JsonObject(CommonAnswers.Refusals.Select(refusal =>
            KeyValuePair.Create(CommonAnswers.NameOf(refusal.Key), (JsonNode?)CommonAnswers.Refusal(refusal.Key, refusal.Value)))),
        ["schemas"] = new JsonObject(schemas.Named.Select(named => KeyValuePair.Create(named.Key, (JsonNode?)named.Value))),
    };

    private static JsonObject Header(string name, string description) => new()
    {
        ["name"] = name,
        ["in"] = "header",
        ["description"] = description,
        ["schema"] = new JsonObject { ["type"] = "string" },
    };
}
