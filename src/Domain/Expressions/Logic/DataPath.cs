namespace Cadenza.Domain.Expressions.Logic;

/// <summary>A path of <c>var</c>, such as <c>trigger.items.0.name</c>, taken apart once.</summary>
internal sealed class DataPath
{
    private static readonly DataPath Whole = new([]);

    private readonly Segment[] _segments;

    private DataPath(Segment[] segments) => _segments = segments;

    /// <summary>The name it begins with; null when it is the whole of the data.</summary>
    public string? Root => _segments.Length == 0 ? null : _segments[0].Name;

    /// <summary>The path that a value stands for: null and "" mean the whole of the data.</summary>
    public static DataPath Of(in Value path, ref LogicWork work)
    {
        if (path.IsNull || path.TextOrNull is { Length: 0 }) return Whole;
        var text = Coercion.ToText(path, ref work);
        work.SpendReading(text.Length);
        var names = text.Split('.');
        return new DataPath(Array.ConvertAll(names, name => new Segment(name, IndexOf(name))));
    }

    /// <summary>The value there; false when something on the way is missing, without a look at what kind it is.</summary>
    public bool TryFind(in Value data, out Value value)
    {
        value = data;
        foreach (ref readonly var segment in _segments.AsSpan())
        {
            if (!value.TryGetMember(segment.Name, out var next) && !TryFindElement(value, segment, out next)) return false;
            value = next;
        }

        return true;
    }

    private static bool TryFindElement(in Value parent, in Segment segment, out Value element)
    {
        element = default;
        if (parent.IsArray)
        {
            var items = parent.ItemSpan;
            if (segment.Name == "length") element = Value.Of(items.Length);
            else if (segment.Index < items.Length && segment.Index >= 0) element = items[segment.Index];
            else return false;
            return true;
        }

        if (parent.TextOrNull is not { } text) return false;
        if (segment.Name == "length") element = Value.Of(text.Length);
        else if (segment.Index < text.Length && segment.Index >= 0) element = Value.Of(text[segment.Index].ToString());
        else return false;
        return true;
    }

    private static int IndexOf(string name) => ArrayIndex.TryParse(name, out var index) ? index : -1;

    private readonly record struct Segment(string Name, int Index);
}
