namespace Microsoft.DurableTask;

/// <summary>A result fetched page by page as it is enumerated.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
public abstract class AsyncPageable<T> : IAsyncEnumerable<T>
{
    /// <summary>Enumerates the pages.</summary>
    /// <param name="continuationToken">Where to begin: the token of an earlier page, or null for the start.</param>
    /// <param name="pageSizeHint">The most items wanted in a page.</param>
    public abstract IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null);

    /// <summary>Enumerates the items of all pages.</summary>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (var page in AsPages().WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var value in page.Values) yield return value;
        }
    }
}
