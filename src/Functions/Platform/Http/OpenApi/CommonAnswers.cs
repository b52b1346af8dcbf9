using System.Text.Json.Nodes;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Microsoft.AspNetCore.WebUtilities;

namespace Cadenza.Functions.Platform.Http.OpenApi;

/// <summary>What the answers of all operations have in common: problem details (G2), and headers.</summary>
internal static class CommonAnswers
{
    /// <summary>The common refusals by status, as docs/http.md lists them.</summary>
    public static readonly IReadOnlyDictionary<int, string> Refusals = new SortedDictionary<int, string>
    {
        [400] = "The body or a parameter is not what this operation takes; `errors` points at each fault.",
        [401] = "No key, or not a known one.",
        [403] = "A key of the wrong kind.",
        [404] = "No such resource in the key's organization.",
        [412] = "Changed since the version in `If-Match`.",
        [413] = "The body is larger than the limit.",
        [415] = "The body is of a type that this operation does not read.",
        [429] = "Too many requests: wait as long as `Retry-After` says.",
        [500] = "A defect; the log has it under the request id.",
        [503] = "Storage does not answer; `Retry-After` says when to repeat.",
    };

    /// <summary>The refusals that every POST with an Idempotency-Key may meet (G5).</summary>
    public static readonly IReadOnlyList<RefusalAttribute> OfRepeats =
    [
        new(409, "idempotency_in_progress", "A request with the same `Idempotency-Key` is being carried out; `Retry-After` says when to ask again."),
        new(409, "idempotency_answer_not_kept", "It was carried out before, and its answer was too large to keep."),
        new(422, "idempotency_key_reused", "The `Idempotency-Key` came before with another query or body."),
    ];

    /// <summary>The headers that answers refer to, by name.</summary>
    public static JsonObject Headers() => new()
    {
        ["x-request-id"] = Header("The id of the request in the log: the caller's own, or a new one."),
        ["ETag"] = Header("The version of the resource, for `If-Match`."),
        ["Location"] = Header("The path of the new resource."),
        ["Retry-After"] = Header("How many seconds to wait before the same request may succeed.", "integer"),
        ["WWW-Authenticate"] = Header("How to authenticate: `Bearer`."),
        ["Idempotent-Replayed"] = Header("`true` when this is the answer that an earlier request with the same `Idempotency-Key` got."),
        ["RateLimit-Policy"] = Header("The same limit as a structured field: `\"minute\";q=100;w=60`."),
        ["RateLimit"] = Header("Where the key stands, as a structured field: `\"minute\";r=99;t=60`."),
        ["RateLimit-Limit"] = Header("How many requests the key has in a minute. Sent while a rate limit is on.", "integer"),
        ["RateLimit-Remaining"] = Header("How many of them are left.", "integer"),
        ["RateLimit-Reset"] = Header("In how many seconds they are all there again.", "integer"),
    };

    /// <summary>A reference to a header, as a member of an answer's headers.</summary>
    public static void AddHeader(JsonObject answer, params ReadOnlySpan<string> names)
    {
        if (answer["headers"] is not JsonObject headers) answer["headers"] = headers = [];
        foreach (var name in names) headers[name] = new JsonObject { ["$ref"] = "#/components/headers/" + name };
    }

    /// <summary>The problem details of one status.</summary>
    /// <param name="status">The status.</param>
    /// <param name="description">When it is given.</param>
    public static JsonObject Refusal(int status, string description)
    {
        var answer = new JsonObject
        {
            ["description"] = description,
            ["content"] = new JsonObject
            {
                [Problems.ProblemWriter.ContentType] = new JsonObject
                {
                    ["schema"] = new JsonObject { ["$ref"] = JsonSchemas.Pointer + "Problem" },
                },
            },
        };
        AddHeader(answer, "x-request-id");
        if (status is 409 or 429 or 503) AddHeader(answer, "Retry-After");
        if (status == 401) AddHeader(answer, "WWW-Authenticate");
        return answer;
    }

    /// <summary>The name of a common refusal among the document's answers: <c>NotFound</c>.</summary>
    public static string NameOf(int status) => ReasonPhrases.GetReasonPhrase(status).Replace(" ", "", StringComparison.Ordinal);

    /// <summary>The body of every refusal.</summary>
    public static JsonObject ProblemSchema()
    {
        var members = new JsonObject
        {
            ["type"] = Text("A URI that names the code: `urn:cadenza:problem:{code}`."),
            ["title"] = Text("The reason phrase of the status."),
            ["status"] = Number("The status."),
            ["detail"] = Text("What went wrong, for people."),
            ["instance"] = Text("The path of the request."),
            ["code"] = Text("What went wrong, for programs. Codes are never renamed."),
            ["statusCode"] = Number("The status again, as documented clients expect it."),
            ["message"] = Text("The detail again."),
            ["error"] = Text("The title again."),
        };
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["description"] = "Problem details as RFC 9457 has them, with the members of the documented ErrorDto.",
            ["required"] = new JsonArray([.. members.Select(member => (JsonNode?)member.Key)]),
            ["properties"] = members,
        };
        members["errors"] = new JsonObject
        {
            ["type"] = "object",
            ["description"] = "The faults by JSON pointer into the body, or by query parameter as `?limit`.",
            ["additionalProperties"] = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } },
        };
        return schema;
    }

    private static JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description };

    private static JsonObject Number(string description) => new() { ["type"] = "integer", ["description"] = description };

    private static JsonObject Header(string description, string type = "string") =>
        new() { ["description"] = description, ["schema"] = new JsonObject { ["type"] = type } };
}
