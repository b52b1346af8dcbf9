using System.Text;
using System.Text.Json.Nodes;

namespace Cadenza.Functions.Tests.Fuzz;

/// <summary>Damages a valid body in one of many ways, the same way for the same seed.</summary>
internal sealed class BodyMutator(int seed)
{
    private static readonly string[] OddValues =
    [
        "null", "true", "false", "0", "-1", "0.05", "1e400", "-1e400", "1e-400", "9007199254740993", "123456789012345678901234567890",
        "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\ud83d\\ude00\"", "\"a\\nb\"", "\"../../x\"", "\"{{contact.\"",
        "\"{{}}\"", "\"{{contact.name\"", "\"<script>\"", "\"' or 1 eq 1\"", "\"2026-01-01\"", "\"a@b\"", "\"@\"", "\"a@b.c\\r\\nBcc: x@y.z\"",
        "[]", "{}", "[[]]", "[null]", "[{}]", "{\"\":null}", "{\"type\":\"x\"}", "{\"or\":[]}", "{\"or\":[{\"and\":[]}]}", "{\"__proto__\":{}}",
    ];

    private readonly Random _random = new(seed);

    /// <summary>One damaged copy of <paramref name="valid"/>.</summary>
    public byte[] Mutate(string valid)
    {
        var text = _random.Next(10) < 7 ? MutateTree(valid) : valid;
        var bytes = Encoding.UTF8.GetBytes(text);
        return _random.Next(10) < 4 ? MutateBytes(bytes) : bytes;
    }

    private string MutateTree(string valid)
    {
        var root = JsonNode.Parse(valid)!;
        for (var times = _random.Next(1, 4); times > 0; times--)
        {
            var places = new List<JsonNode>();
            Collect(root, places);
            if (places.Count == 0) break;
            Change(places[_random.Next(places.Count)]);
        }

        var text = root.ToJsonString();
        // A tree cannot hold a name twice, so a member is repeated in the text.
        return _random.Next(20) == 0 ? text.Replace("{\"", "{\"name\":1,\"name\":2,\"", StringComparison.Ordinal) : text;
    }

    private static void Collect(JsonNode node, List<JsonNode> places)
    {
        if (node is JsonObject or JsonArray) places.Add(node);
        var children = node switch
        {
            JsonObject fields => fields.Select(field => field.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (var child in children.OfType<JsonNode>()) Collect(child, places);
    }

    private void Change(JsonNode container)
    {
        if (container is JsonArray items)
        {
            if (items.Count > 0 && _random.Next(3) == 0) items.RemoveAt(_random.Next(items.Count));
            else if (items.Count > 0 && _random.Next(3) == 0) items.Add(items[_random.Next(items.Count)]?.DeepClone());
            else items.Add(OddValue());
            return;
        }

        var fields = (JsonObject)container;
        var names = fields.Select(field => field.Key).ToArray();
        var name = names.Length == 0 ? "a" : names[_random.Next(names.Length)];
        switch (_random.Next(4))
        {
            case 0:
                fields.Remove(name);
                break;
            case 1:
                fields[OddName()] = fields[name]?.DeepClone();
                break;
            default:
                fields[name] = OddValue();
                break;
        }
    }

    // Some odd values are no JSON that a tree can hold; those come in as marked text that stays invalid.
    private JsonNode? OddValue()
    {
        var value = OddValues[_random.Next(OddValues.Length)];
        if (_random.Next(12) == 0) return JsonValue.Create(new string('x', _random.Next(1, 300_000)));
        if (_random.Next(12) == 0) return JsonNode.Parse(new string('[', 40) + new string(']', 40));
        if (value.Contains("\\ud800", StringComparison.Ordinal) || value.Contains("\\udc00", StringComparison.Ordinal)) return JsonValue.Create("\uFFFD");
        return JsonNode.Parse(value);
    }

    private string OddName() => _random.Next(4) switch
    {
        0 => "",
        1 => "unknown",
        2 => "a/b~c",
        _ => new string('n', _random.Next(1, 2000)),
    };

    private byte[] MutateBytes(byte[] body)
    {
        var bytes = body.ToList();
        for (var times = _random.Next(1, 5); times > 0 && bytes.Count > 0; times--)
        {
            var at = _random.Next(bytes.Count);
            switch (_random.Next(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(_random.Next(1, 8), bytes.Count - at));
                    break;
                case 2:
                    bytes.Insert(at, (byte)_random.Next(256));
                    break;
                case 3:
                    bytes.InsertRange(at, "\\ud800"u8.ToArray());
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }
}
