namespace Cadenza.Domain.Expressions;

/// <summary>The members of an object value, found by name: a few by looking at each, many by an index.</summary>
internal sealed class ObjectMembers
{
    // Up to here comparing names one by one is faster than hashing one.
    private const int Few = 8;

    private readonly Dictionary<string, int>? _index;

    /// <exception cref="ExpressionLimitException">Too deep or too large.</exception>
    public ObjectMembers(KeyValuePair<string, Value>[] members)
    {
        All = members.Length <= Few ? LastOfEach(members) : LastOfEach(members, out _index);
        var size = new ContentSize();
        foreach (ref readonly var member in All.AsSpan())
        {
            size.AddName(member.Key);
            size.Add(member.Value);
        }

        (Depth, Weight) = size.Close();
    }

    public KeyValuePair<string, Value>[] All { get; }

    public int Depth { get; }

    public int Weight { get; }

    public bool TryGet(string name, out Value value)
    {
        if (_index is not null)
        {
            var isThere = _index.TryGetValue(name, out var at);
            value = isThere ? All[at].Value : default;
            return isThere;
        }

        foreach (ref readonly var member in All.AsSpan())
            if (ReferenceEquals(member.Key, name) || member.Key == name)
            {
                value = member.Value;
                return true;
            }

        value = default;
        return false;
    }

    /// <summary>Whether both have the same members, in whatever order.</summary>
    public bool Equals(ObjectMembers other)
    {
        if (All.Length != other.All.Length || Weight != other.Weight) return false;
        foreach (var (name, value) in All)
            if (!other.TryGet(name, out var its) || !value.Equals(its)) return false;
        return true;
    }

    private static KeyValuePair<string, Value>[] LastOfEach(KeyValuePair<string, Value>[] members)
    {
        for (var i = 1; i < members.Length; i++)
            for (var j = 0; j < i; j++)
                if (members[i].Key == members[j].Key) return LastOfEach(members, out _);
        return members;
    }

    // A name keeps its first place and takes its last value, as in JavaScript.
    private static KeyValuePair<string, Value>[] LastOfEach(
        KeyValuePair<string, Value>[] members, out Dictionary<string, int> index)
    {
        index = new Dictionary<string, int>(members.Length, StringComparer.Ordinal);
        var kept = new List<KeyValuePair<string, Value>>(members.Length);
        foreach (var member in members)
        {
            if (index.TryAdd(member.Key, kept.Count)) kept.Add(member);
            else kept[index[member.Key]] = member;
        }

        return kept.Count == members.Length ? members : [.. kept];
    }
}
