using Cadenza.LocalHost.Storage.Embedded;

namespace Cadenza.LocalHost.Storage.OData;

/// <summary>
/// The rows a filter can match, as far as its conjunction of comparisons with the keys tells. Ends are exclusive and
/// null means open; since keys are compared byte by byte, the key after x is x with a zero byte.
/// </summary>
internal sealed record KeyRange
{
    /// <summary>The one partition, or null for a range of them.</summary>
    public byte[]? Partition { get; private init; }

    public byte[] FromPartition { get; private init; } = [];

    public byte[]? ToPartition { get; private init; }

    public byte[] FromRow { get; private init; } = [];

    public byte[]? ToRow { get; private init; }

    public bool IsEmpty { get; private init; }

    public static KeyRange Of(FilterNode? filter)
    {
        var partition = new Bounds();
        var row = new Bounds();
        Collect(filter, partition, row);
        var range = new KeyRange { IsEmpty = partition.IsEmpty || row.IsEmpty, Partition = partition.Single };
        return range.Partition is null
            ? range with { FromPartition = partition.From, ToPartition = partition.To }
            : range with { FromRow = row.From, ToRow = row.To };
    }

    /// <summary>Whether the range says all that the filter says, so that no row needs to be looked at.</summary>
    public bool IsWhole(FilterNode? filter) => filter switch
    {
        null => true,
        AndNode and => IsWhole(and.Left) && IsWhole(and.Right),
        ComparisonNode { Operator: not Comparison.NotEqual, Literal.Kind: LiteralKind.String } comparison =>
            comparison.Property == FilterNode.PartitionKey || (comparison.Property == FilterNode.RowKey && Partition is not null),
        _ => false,
    };

    public KeyRange From(ContinuationToken start)
    {
        if (Partition is null) return this with { FromPartition = start.PartitionKey, FromRow = start.RowKey };
        return start.PartitionKey.AsSpan().SequenceCompareTo(Partition) switch
        {
            < 0 => this,
            > 0 => this with { IsEmpty = true },
            _ => start.RowKey.AsSpan().SequenceCompareTo(FromRow) > 0 ? this with { FromRow = start.RowKey } : this,
        };
    }

    private static void Collect(FilterNode? filter, Bounds partition, Bounds row)
    {
        if (filter is AndNode and)
        {
            Collect(and.Left, partition, row);
            Collect(and.Right, partition, row);
        }
        else if (filter is ComparisonNode { Literal.Kind: LiteralKind.String } comparison)
        {
            if (comparison.Property == FilterNode.PartitionKey) partition.Add(comparison.Operator, comparison.Literal.Text);
            else if (comparison.Property == FilterNode.RowKey) row.Add(comparison.Operator, comparison.Literal.Text);
        }
    }

    private sealed class Bounds
    {
        public byte[] From { get; private set; } = [];

        public byte[]? To { get; private set; }

        public bool IsEmpty => To is not null && From.AsSpan().SequenceCompareTo(To) >= 0;

        /// <summary>The one key between the bounds, if there is only one.</summary>
        public byte[]? Single => To is not null && To.AsSpan().SequenceEqual(After(From)) ? From : null;

        public void Add(Comparison comparison, byte[] key)
        {
            switch (comparison)
            {
                case Comparison.Equal: AtLeast(key); Below(After(key)); break;
                case Comparison.GreaterOrEqual: AtLeast(key); break;
                case Comparison.Greater: AtLeast(After(key)); break;
                case Comparison.LessOrEqual: Below(After(key)); break;
                case Comparison.Less: Below(key); break;
                default: break;
            }
        }

        private static byte[] After(byte[] key) => [.. key, 0];

        private void AtLeast(byte[] key)
        {
            if (key.AsSpan().SequenceCompareTo(From) > 0) From = key;
        }

        private void Below(byte[] key)
        {
            if (To is null || key.AsSpan().SequenceCompareTo(To) < 0) To = key;
        }
    }
}
