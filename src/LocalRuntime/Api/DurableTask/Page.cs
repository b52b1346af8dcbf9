namespace Microsoft.DurableTask;

/// <summary>One page of a longer result.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
public sealed class Page<T>
{
    /// <summary>Makes a page.</summary>
    /// <param name="values">Its items.</param>
    /// <param name="continuationToken">Where the next page begins; null on the last page.</param>
    public Page(IReadOnlyList<T> values, string? continuationToken = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        Values = values;
        ContinuationToken = continuationToken;
    }

    /// <summary>Its items.</summary>
    public IReadOnlyList<T> Values { get; }

    /// <summary>Where the next page begins; null on the last page.</summary>
    public string? ContinuationToken { get; }
}
