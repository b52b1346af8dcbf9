using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using Cadenza.LocalHost.Storage.Embedded;
using Cadenza.LocalHost.Storage.Embedded.Clients;

namespace Cadenza.Functions.Tests.Contacts;

/// <summary>
/// Watches the pages of contacts that the app asks for. A page may be held until a page of another partition is asked for too:
/// whoever reads one partition after the other never gets it.
/// </summary>
internal sealed class PageWatch
{
    private readonly ConcurrentDictionary<string, byte> _reading = new();
    private readonly TaskCompletionSource _several = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _pages;
    private int _most;

    /// <summary>Whether pages are held; set once everything is prepared.</summary>
    public bool IsHolding { get; set; }

    /// <summary>The most pages that were being read at once while holding.</summary>
    public int Most => _most;

    /// <summary>Enters a page of a partition.</summary>
    public async Task<IDisposable> EnterAsync(string filter, CancellationToken cancellation)
    {
        if (!IsHolding) return new Exit(() => { });
        var pages = Interlocked.Increment(ref _pages);
        for (var most = _most; pages > most; most = _most) Interlocked.CompareExchange(ref _most, pages, most);
        // Counted first: the page that is let go by this may be over before this one goes on.
        _reading.TryAdd(filter.Split(" and ")[0], 0);
        if (_reading.Count > 1) _several.TrySetResult();
        await _several.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, cancellation);
        return new Exit(() => Interlocked.Decrement(ref _pages));
    }

    private sealed class Exit(Action exit) : IDisposable
    {
        public void Dispose() => exit();
    }
}

/// <summary>The app with its pages of contacts watched.</summary>
public sealed class WatchedContactsFixture : AppFixture
{
    /// <summary>The watch.</summary>
    internal PageWatch Watch { get; } = new();

    /// <inheritdoc />
    protected override void Configure(IServiceCollection services) =>
        services.AddSingleton<TableServiceClient>(new WatchedTables(EmbeddedStore.Of(StorageFolder), Watch));

    private sealed class WatchedTables(EmbeddedStore store, PageWatch watch) : EmbeddedTableServiceClient(store)
    {
        private readonly EmbeddedStore _store = store;

        public override TableClient GetTableClient(string tableName) =>
            tableName == "contacts" ? new WatchedTable(_store, tableName, watch) : base.GetTableClient(tableName);
    }

    private sealed class WatchedTable(EmbeddedStore store, string name, PageWatch watch) : EmbeddedTableClient(new EmbeddedTables(store), name)
    {
        public override AsyncPageable<T> QueryAsync<T>(
            string? filter = default, int? maxPerPage = default, IEnumerable<string>? select = default, CancellationToken cancellationToken = default) =>
            new WatchedPages<T>(base.QueryAsync<T>(filter, maxPerPage, select, cancellationToken), filter!, watch, cancellationToken);
    }

    private sealed class WatchedPages<T>(AsyncPageable<T> pages, string filter, PageWatch watch, CancellationToken cancellation) : AsyncPageable<T>
        where T : notnull
    {
        public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
        {
            await using var read = pages.AsPages(continuationToken, pageSizeHint).GetAsyncEnumerator(cancellation);
            while (true)
            {
                using (await watch.EnterAsync(filter, cancellation))
                {
                    if (!await read.MoveNextAsync()) yield break;
                }

                yield return read.Current;
            }
        }
    }
}
