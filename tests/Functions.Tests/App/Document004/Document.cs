using System.Globalization;
using System.Text.Json.Nodes;
using Cadenza.Functions.Tests.Platform.Http.Schemas;

namespace Cadenza.Functions.Tests.App.Document004;

/// <summary>The body of document 004 as JSON Schema (<c>schema.json</c>: names, types, enumerations, what is required and what is closed).</summary>
internal static class Document
{
    private static int _customIds;

    /// <summary>The schemas.</summary>
    public static readonly JsonNode Root = JsonNode.Parse(
        File.ReadAllText(SourceTree.Path("tests", "Functions.Tests", "App", "Document004", "schema.json")))!;

    /// <summary>The body of PATCH, as the document has it.</summary>
    public static JsonObject Patch => Root["$defs"]!["UpdateSequence"]!.AsObject();

    /// <summary>The body of POST: the same, with filter and steps required (B6).</summary>
    public static JsonObject Post
    {
        get
        {
            var schema = Patch.DeepClone().AsObject();
            schema["required"] = new JsonArray("filter", "steps");
            return schema;
        }
    }

    /// <summary>Checks values against the document.</summary>
    public static readonly JsonSchemaCheck Check = new(Root);

    /// <summary>Makes bodies.</summary>
    public static SchemaSampler Sampler(int seed) => new(Root, seed, Text);

    /// <summary>What the app takes where the document says only "a string"; docs/decisions/0015 lists where that is less than every string.</summary>
    private static string Text(string name, Random random) => name switch
    {
        "custom_id" => string.Create(CultureInfo.InvariantCulture, $"custom {Interlocked.Increment(ref _customIds)} {random.Next()}"),
        "from_email" => $"sender{random.Next(100)}@mail.example.com",
        "sequence_id" or "segment_id" => Guid.CreateVersion7().ToString(),
        "phone_number_in" => string.Create(CultureInfo.InvariantCulture, $"+1415555{random.Next(10_000):D4}"),
        "email_in" => $"reader{random.Next(1000)}@example.com",
        "domain_name_in" => $"example{random.Next(100)}.com",
        _ => Words(random),
    };

    private static string Words(Random random)
    {
        string[] words = ["Ada", "0", "naïve", "日本語", "\"quoted\"", "back\\slash", "<b>", "a/b~c", "😀", "{ ", "}}", "null", " "];
        return "x" + string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => words[random.Next(words.Length)]));
    }
}
