using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Cadenza.Functions.Flows.Yaml;

/// <summary>
/// Reads one YAML document into nodes, event by event, with every bound checked on the way (E6): no tags, no second document,
/// no name twice, nothing nested deeper than <see cref="MaxDepth"/>, no more than <see cref="MaxSize"/> nodes even with all
/// aliases written out. Time and memory are linear in the text.
/// </summary>
internal sealed class YamlReader(IParser parser)
{
    /// <summary>The deepest nesting.</summary>
    public const int MaxDepth = 50;

    /// <summary>The most nodes, aliases written out; long texts count for several.</summary>
    public const long MaxSize = 20_000;

    /// <summary>The longest name of a member.</summary>
    public const int MaxName = 500;

    private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);
    private long _size;

    /// <summary>Reads the document.</summary>
    /// <exception cref="FlowDataException">It is not YAML, or more than is taken.</exception>
    public static YamlNode Read(string text)
    {
        // A byte order mark is no part of what is written. The scanner would take it for a letter of the first name.
        if (text.StartsWith('\uFEFF')) text = text[1..];
        YamlText.Check(text);
        var scanner = new Scanner(new StringReader(text), skipComments: true);
        try
        {
            return new YamlReader(new Parser(scanner)).Document();
        }
        catch (YamlException fault)
        {
            throw new FlowDataException(fault.Start.Line, fault.Start.Column, Sentence(fault.Message));
        }
        catch (InvalidOperationException)
        {
            // The scanner's answer to some texts that are no YAML, such as a list that ends in the middle of a line.
            throw new FlowDataException(scanner.CurrentPosition.Line, scanner.CurrentPosition.Column, "the text does not go on like that");
        }
    }

    private YamlNode Document()
    {
        Next<StreamStart>();
        if (parser.Current is StreamEnd) throw Fault(parser.Current, "there is nothing in it");
        Next<DocumentStart>();
        var root = Node(1);
        Next<DocumentEnd>();
        if (parser.Current is not StreamEnd) throw Fault(parser.Current!, "a second document begins; one is taken");
        return root;
    }

    private YamlNode Node(int depth)
    {
        var start = parser.Current!;
        if (depth > MaxDepth) throw Fault(start, $"it nests deeper than {MaxDepth}");
        if (start is AnchorAlias alias) return Alias(alias, depth);
        if (start is not NodeEvent node) throw Fault(start, "a value is expected");
        if (!node.Tag.IsEmpty) throw Fault(start, "tags are not taken; write the value without");
        YamlNode read = node switch
        {
            Scalar scalar => Scalar(scalar),
            SequenceStart => Sequence(depth),
            _ => Mapping(depth),
        };
        if (!node.Anchor.IsEmpty) _anchors[node.Anchor.Value] = read;
        return read;
    }

    private YamlNode.Scalar Scalar(Scalar scalar)
    {
        Grow(1 + (scalar.Value.Length / 64), scalar);
        if (YamlText.HasLoneSurrogate(scalar.Value)) throw Fault(scalar, "an escape in it is half of a character");
        Step();
        return new YamlNode.Scalar(scalar.Value, scalar.IsPlainImplicit && scalar.Style == ScalarStyle.Plain);
    }

    private YamlNode Alias(AnchorAlias alias, int depth)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var node)) throw Fault(alias, $"the alias '*{alias.Value.Value}' stands for nothing that is complete before it");
        if (depth + node.Depth - 1 > MaxDepth) throw Fault(alias, $"with its aliases it nests deeper than {MaxDepth}");
        Grow(node.Size, alias);
        Step();
        return node;
    }

    private YamlNode.Sequence Sequence(int depth)
    {
        Grow(1, parser.Current!);
        Step();
        var items = new List<YamlNode>();
        while (parser.Current is not SequenceEnd) items.Add(Node(depth + 1));
        Step();
        return new YamlNode.Sequence(items, 1 + items.Sum(item => item.Size), 1 + items.Select(item => item.Depth).DefaultIfEmpty().Max());
    }

    private YamlNode.Mapping Mapping(int depth)
    {
        Grow(1, parser.Current!);
        Step();
        var members = new OrderedDictionary<string, YamlNode>(StringComparer.Ordinal);
        var merged = new List<YamlNode.Mapping>();
        while (parser.Current is not MappingEnd)
        {
            var at = parser.Current!;
            var (name, isMerge) = Name(depth);
            var value = parser.Current!;
            var member = Node(depth + 1);
            if (isMerge) merged.AddRange(Merged(member, value));
            else if (!members.TryAdd(name, member)) throw Fault(at, $"the name '{Shown(name)}' occurs twice");
        }

        Step();
        // What the mapping says itself goes before what it merges, and what is merged first before what is merged later.
        foreach (var (name, member) in merged.SelectMany(mapping => mapping.Members)) members.TryAdd(name, member);
        return new YamlNode.Mapping([.. members], 1 + members.Sum(member => 1 + member.Value.Size), 1 + members.Select(member => member.Value.Depth).DefaultIfEmpty().Max());
    }

    private (string Name, bool IsMerge) Name(int depth)
    {
        var at = parser.Current!;
        if (Node(depth + 1) is not YamlNode.Scalar name) throw Fault(at, "the name of a member must be a text");
        if (name.Text.Length > MaxName) throw Fault(at, $"the name of a member is longer than {MaxName} characters");
        return (name.Text, name is { IsPlain: true, Text: "<<" });
    }

    private static IEnumerable<YamlNode.Mapping> Merged(YamlNode node, ParsingEvent at) => node switch
    {
        YamlNode.Mapping mapping => [mapping],
        YamlNode.Sequence list when list.Items.All(item => item is YamlNode.Mapping) => list.Items.Cast<YamlNode.Mapping>(),
        _ => throw Fault(at, "only mappings can be merged with '<<'"),
    };

    private void Grow(long size, ParsingEvent at)
    {
        _size += size;
        if (_size > MaxSize) throw Fault(at, $"it comes to more than {MaxSize} nodes with its aliases written out");
    }

    private void Step()
    {
        if (!parser.MoveNext()) throw new FlowDataException(1, 1, "it ends too early");
    }

    private void Next<T>()
        where T : ParsingEvent
    {
        if (parser.Current is null) Step();
        if (parser.Current is not T) throw Fault(parser.Current!, "the document does not go on like that");
        Step();
    }

    private static FlowDataException Fault(ParsingEvent at, string reason) => new(at.Start.Line, at.Start.Column, reason);

    private static string Shown(string name) => name.Length <= 40 ? name : string.Concat(name.AsSpan(0, 40), "…");

    // The parser's messages are sentences, sometimes with the place before them.
    private static string Sentence(string message)
    {
        var end = message.IndexOf("): ", StringComparison.Ordinal);
        var text = (end > 0 && message.StartsWith('(') ? message[(end + 3)..] : message).Trim().TrimEnd('.');
        return text.Length == 0 ? "it cannot be read" : char.ToLowerInvariant(text[0]) + text[1..];
    }
}
