using System.Text;

namespace Cadenza.LocalHost.Storage.Entities;

/// <summary>The properties a query returns. As on the service, keys and timestamp come only when they are named.</summary>
internal sealed class Selection
{
    private readonly byte[][] _names;

    private Selection(IEnumerable<string> names)
    {
        _names = [.. names.Select(Encoding.UTF8.GetBytes)];
        PartitionKey = Contains("PartitionKey"u8);
        RowKey = Contains("RowKey"u8);
        Timestamp = Contains("Timestamp"u8);
    }

    public bool PartitionKey { get; }

    public bool RowKey { get; }

    public bool Timestamp { get; }

    // One element may name several properties, as in the SDK, which joins the elements with commas.
    public static Selection? Of(string[]? select) => select is null
        ? null
        : new Selection(select.SelectMany(names => names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));

    public bool Contains(ReadOnlySpan<byte> name)
    {
        foreach (var candidate in _names)
        {
            if (name.SequenceEqual(candidate)) return true;
        }

        return false;
    }
}
