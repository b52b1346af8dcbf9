using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Cadenza.Functions.Platform.Http.OpenApi;

/// <summary>What members mean that mean the same wherever they occur; a description at the declaration itself goes before.</summary>
internal static class Glossary
{
    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>
    {
        ["id"] = "The id, a UUID.",
        ["name"] = "The name that people read.",
        ["created_at"] = "When it was created.",
        ["updated_at"] = "When it was last changed.",
        ["createdAt"] = "When it was created.",
        ["updatedAt"] = "When it was last changed.",
        ["nextCursor"] = "The cursor of the next page; null on the last one.",
        ["data"] = "The items of this page.",
        ["next_cursor"] = "The cursor of the next page; null on the last one.",
        ["org_id"] = "The organization it belongs to.",
        ["organization_id"] = "The organization it belongs to.",
        ["email"] = "The e-mail address; letter case makes no difference.",
        ["phone"] = "The phone number in E.164, such as +14155550100.",
        ["attributes"] = "Named texts about the contact, for templates and filters.",
        ["unsubscribed"] = "Whether the contact takes no marketing messages.",
        ["type"] = "Which of the alternatives this is.",
        ["custom_id"] = "The caller's own id, unique in the organization.",
    }.ToFrozenDictionary();

    /// <summary>The words for a member or a part of a path, or null.</summary>
    public static string? Find(string name) => Words.GetValueOrDefault(name);

    // A rule alone ("It must be …") says not yet what the member is.
    private static void Describe(JsonObject member, string words)
    {
        var said = member["description"]?.GetValue<string>();
        if (said is null) member["description"] = words;
        else if (said.StartsWith("It must ", StringComparison.Ordinal)) member["description"] = $"{words} {said}";
    }

    /// <summary>Describes every member in <paramref name="schema"/>, however deep, that does not describe itself.</summary>
    public static void Fill(JsonNode? schema)
    {
        if (schema is JsonArray list)
        {
            foreach (var item in list) Fill(item);
        }

        if (schema is not JsonObject node) return;
        if (node["properties"] is JsonObject members)
        {
            foreach (var (name, member) in members)
            {
                if (member is JsonObject one && Find(name) is { } words) Describe(one, words);
            }
        }

        foreach (var (_, inner) in node) Fill(inner);
    }
}
