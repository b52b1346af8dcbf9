using System.Globalization;
using System.Text.Json.Nodes;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.OpenApi.Requests;
using Cadenza.Functions.Platform.Security;

namespace Cadenza.Functions.Platform.Http.OpenApi;

/// <summary>Writes one operation of the document from what its function declares and what all functions have in common.</summary>
internal sealed class OperationWriter(JsonSchemas schemas, ReplySchemas replies, RequestExamples examples, IReadOnlyList<Endpoint> all)
{
    /// <summary>The operation object.</summary>
    public JsonObject Write(Endpoint endpoint)
    {
        var declared = endpoint.Operation
            ?? throw new InvalidOperationException($"{endpoint.Function} does not say what it does: give it an [Operation].");
        var operation = new JsonObject
        {
            ["operationId"] = char.ToLowerInvariant(endpoint.Function[0]) + endpoint.Function[1..],
            ["tags"] = new JsonArray(declared.Tag),
            ["summary"] = declared.Summary,
            ["description"] = declared.Description,
        };
        if (AnonymousFunctions.Names.Contains(endpoint.Function)) operation["security"] = new JsonArray();
        if (Parameters(endpoint) is { Count: > 0 } parameters) operation["parameters"] = parameters;
        if (RequestBody(endpoint) is { } body) operation["requestBody"] = body;
        operation["responses"] = Responses(endpoint);
        return operation;
    }

    private static JsonArray Parameters(Endpoint endpoint)
    {
        var parameters = new JsonArray();
        foreach (var name in endpoint.PathNames)
        {
            var words = endpoint.Declared<PathAttribute>().FirstOrDefault(path => path.Name == name)?.Description ?? Glossary.Find(name);
            parameters.Add(Parameter(name, "path", words, new JsonObject { ["type"] = "string" }, required: true));
        }

        foreach (var query in endpoint.Declared<QueryAttribute>())
        {
            var schema = new JsonObject { ["type"] = query.Type };
            if (query.OneOf.Length > 0) schema["enum"] = new JsonArray([.. query.OneOf.Select(word => (JsonNode?)word)]);
            parameters.Add(Parameter(query.Name, "query", query.Description, schema, query.Required));
        }

        if (endpoint.Declared<PagedAttribute>().FirstOrDefault() is { } paged)
        {
            parameters.Add(Parameter("limit", "query", "The most items to answer.", Limit(paged)));
            parameters.Add(Parameter("cursor", "query", "Where the last page ended: its `next_cursor`.", new JsonObject { ["type"] = "string" }));
        }

        if (endpoint.Declared<ConditionalAttribute>().Any()) parameters.Add(Shared("IfMatch"));
        if (IsRepeatable(endpoint)) parameters.Add(Shared("IdempotencyKey"));
        return parameters;
    }

    private static bool IsRepeatable(Endpoint endpoint) => endpoint.Method == "POST" && !AnonymousFunctions.Names.Contains(endpoint.Function);

    private static JsonObject Limit(PagedAttribute paged) => new()
    {
        ["type"] = "integer",
        ["minimum"] = 1,
        ["maximum"] = paged.Most,
        ["default"] = paged.Usual,
    };

    private static JsonObject Shared(string name) => new() { ["$ref"] = "#/components/parameters/" + name };

    private static JsonObject Parameter(string name, string place, string? description, JsonObject schema, bool required = false)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = place };
        if (required) parameter["required"] = true;
        if (description is not null) parameter["description"] = description;
        parameter["schema"] = schema;
        return parameter;
    }

    private JsonObject? RequestBody(Endpoint endpoint)
    {
        var content = new JsonObject();
        foreach (var body in endpoint.Declared<BodyAttribute>()) content["application/json"] = new JsonObject { ["schema"] = body.Describe(schemas) };
        foreach (var stream in endpoint.Declared<StreamBodyAttribute>())
        {
            content[stream.MediaType] = new JsonObject
            {
                ["schema"] = new JsonObject { ["type"] = "string", ["description"] = stream.Description },
            };
        }

        var routes = all.Where(other => other.Method == endpoint.Method).Select(other => other.Route);
        foreach (var example in examples.Of(endpoint.Method, endpoint.Route, routes))
        {
            if (content[example.MediaType] is not JsonObject media) continue;
            if (media["examples"] is not JsonObject shown) media["examples"] = shown = [];
            shown[example.Name] = new JsonObject { ["summary"] = example.Title, ["value"] = example.Value };
        }

        return content.Count == 0 ? null : new JsonObject { ["required"] = true, ["content"] = content };
    }

    private JsonObject Responses(Endpoint endpoint)
    {
        var responses = new SortedDictionary<int, JsonObject>();
        foreach (var answer in endpoint.Declared<AnswerAttribute>()) responses[answer.Status] = Answer(endpoint, answer);
        foreach (var status in Common(endpoint))
            responses[status] = new JsonObject { ["$ref"] = "#/components/responses/" + CommonAnswers.NameOf(status) };
        var refusals = endpoint.Declared<RefusalAttribute>().Concat(IsRepeatable(endpoint) ? CommonAnswers.OfRepeats : []);
        foreach (var own in refusals.GroupBy(refusal => refusal.Status)) responses[own.Key] = Own(own, responses.ContainsKey(own.Key));
        return new JsonObject(responses.Select(response =>
            KeyValuePair.Create(response.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)response.Value)));
    }

    private JsonObject Answer(Endpoint endpoint, AnswerAttribute answer)
    {
        var response = new JsonObject { ["description"] = answer.Description };
        CommonAnswers.AddHeader(response, "x-request-id");
        if (answer.HasETag) CommonAnswers.AddHeader(response, "ETag");
        if (IsRepeatable(endpoint)) CommonAnswers.AddHeader(response, "Idempotent-Replayed");
        if (answer.HasLocation) CommonAnswers.AddHeader(response, "Location");
        if (!AnonymousFunctions.Names.Contains(endpoint.Function))
            CommonAnswers.AddHeader(response, "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "RateLimit-Policy", "RateLimit");
        if (answer.Reply is { } reply)
            response["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = replies.Of(reply) } };
        else if (answer.MediaType is { } type)
            response["content"] = new JsonObject { [type] = new JsonObject { ["schema"] = new JsonObject { ["type"] = type == "application/json" ? "object" : "string" } } };
        return response;
    }

    // What the pipeline refuses, depending on what there is to refuse.
    private static IEnumerable<int> Common(Endpoint endpoint)
    {
        var hasBody = endpoint.Declared<BodyAttribute>().Any() || endpoint.Declared<StreamBodyAttribute>().Any();
        var hasQuery = endpoint.Declared<QueryAttribute>().Any() || endpoint.Declared<PagedAttribute>().Any();
        var anonymous = AnonymousFunctions.Names.Contains(endpoint.Function);
        var hasKnownQuery = hasQuery || (endpoint.Operation is { Tag: var tag } && Tags.OurOwn.Contains(tag));
        if (hasBody || hasKnownQuery || IsRepeatable(endpoint) || endpoint.PathNames.Any()) yield return 400;
        if (!anonymous) yield return 401;
        if (!anonymous) yield return 403;
        if (endpoint.PathNames.Any()) yield return 404;
        if (endpoint.Declared<ConditionalAttribute>().Any()) yield return 412;
        if (hasBody) yield return 413;
        if (hasBody) yield return 415;
        if (!anonymous) yield return 429;
        yield return 500;
        if (!anonymous) yield return 503;
    }

    private static JsonObject Own(IGrouping<int, RefusalAttribute> refusals, bool isCommonToo)
    {
        var codes = string.Join("\n", refusals.Select(refusal => $"- `{refusal.Code}`: {refusal.Description}"));
        var words = isCommonToo && CommonAnswers.Refusals.TryGetValue(refusals.Key, out var common) ? $"{common}\n{codes}" : codes;
        return CommonAnswers.Refusal(refusals.Key, words);
    }
}
