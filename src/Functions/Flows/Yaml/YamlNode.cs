namespace Cadenza.Functions.Flows.Yaml;

/// <summary>A node of a YAML document; an alias is the node it stands for, so nodes may be shared.</summary>
/// <param name="Size">How many nodes it is with every alias written out.</param>
/// <param name="Depth">How deep it nests with every alias written out.</param>
internal abstract record YamlNode(long Size, int Depth)
{
    /// <summary>A text, number, flag or null.</summary>
    internal sealed record Scalar(string Text, bool IsPlain) : YamlNode(1 + (Text.Length / 64), 1);

    /// <summary>A list.</summary>
    internal sealed record Sequence(IReadOnlyList<YamlNode> Items, long Size, int Depth) : YamlNode(Size, Depth);

    /// <summary>A mapping; merge keys are already resolved.</summary>
    internal sealed record Mapping(IReadOnlyList<KeyValuePair<string, YamlNode>> Members, long Size, int Depth) : YamlNode(Size, Depth);
}
