using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Cadenza.Functions.Flows.Yaml;

/// <summary>
/// Writes JSON as YAML that people like to read: block style, members in their order, texts of several lines as literal
/// blocks, quotes only where a text would be taken for something else.
/// </summary>
internal static class YamlWriter
{
    private const int Step = 2;

    /// <summary>The YAML of a JSON value.</summary>
    public static string Write(JsonElement json)
    {
        var yaml = new StringBuilder();
        if (IsBlock(json)) Block(yaml, json, 0);
        else
        {
            Inline(yaml, json, 0);
            yaml.Append('\n');
        }

        return yaml.ToString();
    }

    private static bool IsBlock(JsonElement json) =>
        (json.ValueKind == JsonValueKind.Object && json.GetPropertyCount() > 0) || (json.ValueKind == JsonValueKind.Array && json.GetArrayLength() > 0);

    // A collection, its first line where the writer stands, the others indented.
    private static void Block(StringBuilder yaml, JsonElement json, int indent)
    {
        var isFirst = true;
        if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in json.EnumerateArray())
            {
                Begin(yaml, ref isFirst, indent).Append('-').Append(' ');
                if (IsBlock(item)) Block(yaml, item, indent + Step);
                else Line(yaml, item, indent);
            }

            return;
        }

        foreach (var member in json.EnumerateObject())
        {
            Begin(yaml, ref isFirst, indent);
            YamlTextWriter.Name(yaml, member.Name);
            yaml.Append(':');
            if (IsBlock(member.Value))
            {
                yaml.Append('\n').Append(' ', indent + Step);
                Block(yaml, member.Value, indent + Step);
            }
            else
            {
                yaml.Append(' ');
                Line(yaml, member.Value, indent);
            }
        }
    }

    private static StringBuilder Begin(StringBuilder yaml, ref bool isFirst, int indent)
    {
        if (!isFirst) yaml.Append(' ', indent);
        isFirst = false;
        return yaml;
    }

    private static void Line(StringBuilder yaml, JsonElement value, int indent)
    {
        Inline(yaml, value, indent + Step);
        if (yaml[^1] != '\n') yaml.Append('\n');
    }

    private static void Inline(StringBuilder yaml, JsonElement value, int indent)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object: yaml.Append("{}"); break;
            case JsonValueKind.Array: yaml.Append("[]"); break;
            case JsonValueKind.String: YamlTextWriter.Text(yaml, value.GetString()!, indent); break;
            case JsonValueKind.Number: yaml.Append(CultureInfo.InvariantCulture, $"{value.GetRawText()}"); break;
            default: yaml.Append(value.GetRawText()); break;
        }
    }
}
