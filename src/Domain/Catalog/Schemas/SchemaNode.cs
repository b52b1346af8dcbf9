using System.Text.Json;

namespace Cadenza.Domain.Catalog.Schemas;

/// <summary>The types of JSON Schema, as a set.</summary>
[Flags]
internal enum SchemaTypes
{
    Any = 0,
    Null = 1,
    Boolean = 2,
    Integer = 4,
    Number = 8,
    Text = 16,
    Array = 32,
    Object = 64,
}

/// <summary>One schema, compiled: what each keyword says. What a keyword leaves open is null or empty here.</summary>
internal sealed record SchemaNode
{
    /// <summary>A schema that takes anything.</summary>
    public static readonly SchemaNode Anything = new();

    public SchemaTypes Types { get; init; }

    /// <summary>The values it may be; a <c>const</c> is the only one.</summary>
    public IReadOnlyList<JsonElement>? Values { get; init; }

    public string? Format { get; init; }

    public Limits Number { get; init; } = Limits.None;

    public Limits Length { get; init; } = Limits.None;

    public Limits Items { get; init; } = Limits.None;

    public Limits Members { get; init; } = Limits.None;

    public IReadOnlyList<KeyValuePair<string, SchemaNode>> Properties { get; init; } = [];

    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>What members must be that <see cref="Properties"/> does not name; null for anything.</summary>
    public SchemaNode? Others { get; init; }

    /// <summary>Whether there must be no members that <see cref="Properties"/> does not name.</summary>
    public bool IsClosed { get; init; }

    public SchemaNode? Item { get; init; }

    public IReadOnlyList<SchemaNode> AnyOf { get; init; } = [];

    public IReadOnlyList<SchemaNode> OneOf { get; init; } = [];
}

/// <summary>The least and the most of something; null is no limit.</summary>
internal sealed record Limits(double? Least, double? Most, double? Above = null, double? Below = null)
{
    public static readonly Limits None = new(null, null);
}
