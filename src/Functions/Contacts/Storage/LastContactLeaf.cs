namespace Cadenza.Functions.Contacts.Storage;

/// <summary>
/// When contacts of one shard that follow each other by id were last sent a message: those from <paramref name="From"/> on, up to
/// where the next leaf begins.
/// </summary>
/// <param name="From">The number of the lowest id that belongs here; see <see cref="LastContactRows.NumberOf"/>.</param>
/// <param name="Times">The times by the number of the contact's id. Not changed any more.</param>
internal sealed record LastContactLeaf(UInt128 From, SortedList<UInt128, DateTimeOffset> Times)
{
    /// <summary>The most contacts of a leaf that is stored.</summary>
    public const int Most = 500;

    /// <summary>Where nothing was noted yet: one leaf that has everybody and knows of nobody.</summary>
    public static LastContactLeaf First { get; } = new(UInt128.Zero, []);

    /// <summary>When a contact was last sent a message, or null.</summary>
    public DateTimeOffset? Find(UInt128 contact) => Times.TryGetValue(contact, out var at) ? at : null;

    /// <summary>The leaf with what is later than it knew; itself when nothing is.</summary>
    public LastContactLeaf With(IEnumerable<KeyValuePair<UInt128, DateTimeOffset>> contacted)
    {
        var later = contacted.Where(item => !(Find(item.Key) >= item.Value)).ToList();
        if (later.Count == 0) return this;
        var times = new SortedList<UInt128, DateTimeOffset>(Times);
        foreach (var (contact, at) in later) times[contact] = at;
        return this with { Times = times };
    }

    /// <summary>The leaf without a contact; itself when it knows nothing of it.</summary>
    public LastContactLeaf Without(UInt128 contact)
    {
        if (!Times.ContainsKey(contact)) return this;
        var times = new SortedList<UInt128, DateTimeOffset>(Times);
        times.Remove(contact);
        return this with { Times = times };
    }

    /// <summary>The same in as few leaves as can be stored, alike in size; the first of them begins where this one does.</summary>
    public IReadOnlyList<LastContactLeaf> Split()
    {
        var parts = (Times.Count + Most - 1) / Most;
        return parts <= 1 ? [this] : [.. Enumerable.Range(0, parts).Select(part => Part(Times.Count * part / parts, Times.Count * (part + 1) / parts))];
    }

    private LastContactLeaf Part(int from, int to)
    {
        var times = new SortedList<UInt128, DateTimeOffset>(to - from);
        for (var index = from; index < to; index++) times.Add(Times.GetKeyAtIndex(index), Times.GetValueAtIndex(index));
        return new LastContactLeaf(from == 0 ? From : Between(Times.GetKeyAtIndex(from - 1), Times.GetKeyAtIndex(from)), times);
    }

    // As short as it can be: it ends up in a row key, where it should not be the id of somebody who may be erased.
    private static UInt128 Between(UInt128 left, UInt128 right)
    {
        var firstDifference = 127 - (int)UInt128.LeadingZeroCount(left ^ right);
        return right >> firstDifference << firstDifference;
    }
}
