namespace Cadenza.Functions.Platform.Tables;

/// <summary>A page of those that are meant, and where the next begins: behind that place; null on the last one.</summary>
internal sealed record ScannedPage<T>(IReadOnlyList<T> Found, string? Next);

/// <summary>
/// Reads a page of those that are meant among many, and looks at a bounded number for it: so a page can be short, or empty, and
/// still have a successor.
/// </summary>
internal static class BoundedScan
{
    /// <summary>Looks at one after the other until the page is full and another is known to follow, or enough were looked at.</summary>
    /// <param name="items">Those behind the beginning of the page, in order.</param>
    /// <param name="position">Where an item is: what a scan that begins behind it is told.</param>
    /// <param name="isMeant">Whether an item belongs on the page.</param>
    /// <param name="limit">The most items of a page; at least 1.</param>
    /// <param name="mostLookedAt">The most items that are looked at; at least 1.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public static async Task<ScannedPage<T>> ReadAsync<T>(
        IAsyncEnumerable<T> items, Func<T, string> position, Func<T, bool> isMeant, int limit, int mostLookedAt, CancellationToken cancellation)
    {
        var found = new List<T>();
        var lookedAt = 0;
        string? last = null;
        await foreach (var item in items.WithCancellation(cancellation))
        {
            if (lookedAt++ == mostLookedAt) return new ScannedPage<T>(found, last);
            if (isMeant(item))
            {
                // One more than the page takes: the page ends behind the last one looked at.
                if (found.Count == limit) return new ScannedPage<T>(found, last);
                found.Add(item);
            }

            last = position(item);
        }

        return new ScannedPage<T>(found, null);
    }
}
