using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Cadenza.Functions.Flows.Yaml;

/// <summary>The data of a flow: YAML as it is stored, and what it says as JSON (E1, E2).</summary>
/// <param name="Yaml">The YAML: as it was written, or made from JSON.</param>
/// <param name="Encoded">What it says, as compact JSON in UTF-8.</param>
internal sealed record FlowData(string Yaml, byte[] Encoded)
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = YamlReader.MaxDepth, AllowDuplicateProperties = false };

    /// <summary>What it says, as a JSON text.</summary>
    public string Json => Encoding.UTF8.GetString(Encoded);

    /// <summary>What it says, to look into.</summary>
    public JsonElement Element()
    {
        using var document = JsonDocument.Parse(Encoded);
        return document.RootElement.Clone();
    }

    /// <summary>Reads data as a client sends it: JSON is made YAML, YAML stays as it is written.</summary>
    /// <param name="text">JSON or YAML.</param>
    /// <param name="data">The data.</param>
    /// <param name="fault">Why it is not taken.</param>
    public static bool TryRead(string text, [NotNullWhen(true)] out FlowData? data, [NotNullWhen(false)] out FlowDataFault? fault)
    {
        (data, fault) = (null, null);
        if (text.StartsWith('\uFEFF')) text = text[1..];
        try
        {
            YamlText.Check(text);
            fault = IsMeantAsJson(text) ? TryJson(text, out data) : null;
            if (data is not null) return true;
            return fault is null && TryYaml(text, out data, out fault);
        }
        catch (FlowDataException wrong)
        {
            fault = wrong.Fault;
            return false;
        }
    }

    /// <summary>Reads YAML that was taken before.</summary>
    /// <exception cref="InvalidDataException">It was not.</exception>
    public static FlowData OfStored(string yaml) =>
        TryYaml(yaml, out var data, out var fault) ? data : throw new InvalidDataException("Stored data " + fault.Message);

    // YAML's flow style begins like JSON too, but then with a bare word: {title: Hi}. What begins as JSON does is held to
    // JSON's rules, so that a slip in it is told and not taken for YAML.
    private static bool IsMeantAsJson(string text)
    {
        var start = text.AsSpan().TrimStart();
        return start is ['[', ..] || (start is ['{', ..] && start[1..].TrimStart() is [] or ['"' or '}', ..]);
    }

    private static FlowDataFault? TryJson(string text, out FlowData? data)
    {
        data = null;
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            var yaml = YamlWriter.Write(document.RootElement);
            data = new FlowData(yaml, YamlJson.Encode(YamlReader.Read(yaml)));
            return null;
        }
        catch (JsonException wrong) when (wrong.LineNumber is not null)
        {
            return new FlowDataFault(wrong.LineNumber.Value + 1, (wrong.BytePositionInLine ?? 0) + 1, Reason(wrong.Message), "JSON");
        }
        catch (Exception vague) when (vague is JsonException or InvalidOperationException)
        {
            // A name twice, or half of a character: the reader of YAML, which takes JSON too, knows where.
            return null;
        }
    }

    private static string Reason(string message)
    {
        foreach (var end in (string[])[" Change the reader", " LineNumber:"])
        {
            if (message.IndexOf(end, StringComparison.Ordinal) is > 0 and var at) message = message[..at];
        }

        return message.TrimEnd('.');
    }

    private static bool TryYaml(string text, [NotNullWhen(true)] out FlowData? data, [NotNullWhen(false)] out FlowDataFault? fault)
    {
        (data, fault) = (null, null);
        try
        {
            var root = YamlReader.Read(text);
            if (root is YamlNode.Scalar) throw new FlowDataException(1, 1, "the data of a flow is a mapping or a list");
            data = new FlowData(text, YamlJson.Encode(root));
            return true;
        }
        catch (FlowDataException wrong)
        {
            fault = wrong.Fault;
            return false;
        }
    }
}
