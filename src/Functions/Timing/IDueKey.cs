using Azure.Data.Tables;

namespace Cadenza.Functions.Timing;

/// <summary>Names something in a due index, and says how it is stored there. Part of the stored format.</summary>
/// <typeparam name="TSelf">The key itself.</typeparam>
internal interface IDueKey<TSelf>
    where TSelf : IDueKey<TSelf>
{
    /// <summary>The index, which begins the names of its partitions; empty for the one of sequences, which is the oldest, and for one with a table of its own.</summary>
    static abstract string Kind { get; }

    /// <summary>The table.</summary>
    static virtual TableClient Table(StorageTables tables) => tables.Due;

    /// <summary>The partition: from 0, below <see cref="DueIndex.Shards"/>.</summary>
    int Shard { get; }

    /// <summary>The parts of the row key behind the time.</summary>
    string Text { get; }

    /// <summary>Reads a key from the parts of a row key; the first is the time.</summary>
    static abstract TSelf Read(string[] parts);
}
