using System.Globalization;
using System.Text.Json.Nodes;

namespace Cadenza.Functions.Tests.Platform.Http.Schemas;

/// <summary>Makes bodies from a JSON Schema, the same ones for the same seed: every alternative, option and enumeration in turn.</summary>
/// <param name="root">The document in which <c>$ref</c> points.</param>
/// <param name="seed">Chooses the bodies.</param>
/// <param name="text">Makes the text of a member where any text is allowed, from its name and a random source.</param>
internal sealed class SchemaSampler(JsonNode root, int seed, Func<string, Random, string> text)
{
    private const string NilUuid = "00000000-0000-0000-0000-000000000000";

    private readonly Random _random = new(seed);
    private readonly List<SchemaPlace> _places = [];

    /// <summary>A body, and where in it each schema was used.</summary>
    /// <param name="schema">The body's schema.</param>
    public (JsonNode Body, IReadOnlyList<SchemaPlace> Places) Next(JsonObject schema)
    {
        _places.Clear();
        var body = Value(schema, [], "", "")!;
        return (body, [.. _places]);
    }

    private JsonNode? Value(JsonNode node, string[] pointer, string path, string name)
    {
        var schema = node.AsObject();
        if (schema["$ref"] is { } reference)
        {
            var target = reference.GetValue<string>();
            return Value(target[2..].Split('/').Aggregate(root, (found, step) => found[step]!), pointer, target, name);
        }

        if ((schema["anyOf"] ?? schema["oneOf"]) is JsonArray alternatives)
        {
            var chosen = _random.Next(alternatives.Count);
            return Value(alternatives[chosen]!, pointer, $"{path}|{chosen}", name);
        }

        _places.Add(new(pointer, path, schema));
        if (schema["const"] is { } constant) return constant.DeepClone();
        if (schema["enum"] is JsonArray words) return words[_random.Next(words.Count)]!.DeepClone();
        return schema["type"]!.GetValue<string>() switch
        {
            "object" => Members(schema, pointer, path),
            "array" => Items(schema, pointer, path, name),
            "string" => Text(schema, name),
            "number" => Number(schema),
            "boolean" => _random.Next(2) == 0,
            "null" => null,
            var other => throw new NotSupportedException(other),
        };
    }

    private JsonObject Members(JsonObject schema, string[] pointer, string path)
    {
        var made = new JsonObject();
        var required = schema["required"]?.AsArray().Select(name => name!.GetValue<string>()).ToHashSet() ?? [];
        foreach (var (name, member) in schema["properties"]?.AsObject() ?? [])
        {
            if (required.Contains(name) || _random.Next(4) > 0) made[name] = Value(member!, [.. pointer, name], $"{path}/{name}", name);
        }

        if (schema["additionalProperties"] is not JsonObject other) return made;
        for (var count = _random.Next(4); count > 0; count--)
        {
            var name = $"key {_random.Next(1000)}";
            made[name] = Value(other, [.. pointer, name], $"{path}/*", "value");
        }

        return made;
    }

    private JsonArray Items(JsonObject schema, string[] pointer, string path, string name)
    {
        var least = schema["minItems"]?.GetValue<int>() ?? 0;
        var count = least + _random.Next(4);
        return [.. Enumerable.Range(0, count).Select(index =>
            Value(schema["items"]!, [.. pointer, index.ToString(CultureInfo.InvariantCulture)], path + "/*", name))];
    }

    private string Text(JsonObject schema, string name) => schema["format"]?.GetValue<string>() switch
    {
        "uuid" => _random.Next(8) == 0 ? NilUuid : Uuid(),
        "date-time" => Time(),
        null => text(name, _random),
        var other => throw new NotSupportedException(other),
    };

    private string Uuid()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | (_random.Next(1, 9) << 4));
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        var uuid = new Guid(bytes, bigEndian: true).ToString("D");
        return _random.Next(4) == 0 ? uuid.ToUpperInvariant() : uuid;
    }

    private string Time()
    {
        var time = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMilliseconds(_random.NextInt64(300_000_000_000));
        return _random.Next(3) switch
        {
            0 => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            1 => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            _ => time.ToOffset(TimeSpan.FromMinutes(30 * _random.Next(-20, 20))).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
        };
    }

    private double Number(JsonObject schema)
    {
        var least = schema["minimum"]?.GetValue<double>() ?? -1000;
        return least + (_random.Next(3) switch { 0 => 0, 1 => _random.Next(10_000), _ => Math.Round(_random.NextDouble() * 100, 3) });
    }
}
