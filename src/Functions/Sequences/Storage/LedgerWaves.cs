using Azure;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Sequences;

namespace Cadenza.Functions.Sequences.Storage;

/// <summary>What is decided of a message that an earlier run may have reserved.</summary>
/// <param name="Open">To be reserved; null when it is not to be sent now.</param>
/// <param name="GivenUp">To be stored as unknown; null when it is not given up.</param>
/// <param name="Known">What is known of it; null when it is to be sent.</param>
internal sealed record TakenOver(LedgerEntry? Open, LedgerEntry? GivenUp, LedgerEntry? Known);

/// <summary>
/// What one run over a chunk reserves and records, wave by wave. The write that reserves a wave stores what was recorded of the
/// last one. Whatever ends the run in between leaves at most one wave of reserved messages.
/// </summary>
/// <param name="store">The ledger.</param>
/// <param name="place">Where the messages are kept.</param>
/// <param name="members">Everybody in the chunk.</param>
/// <param name="clock">Tells when something is noted.</param>
internal sealed class LedgerWaves(LedgerStore store, LedgerPlace place, IReadOnlyList<ContactId> members, TimeProvider clock)
{
    // Each lost race is another run's write, and those come to an end: each reserves, gives up or settles some of a hundred messages.
    private const int MaxTakeovers = 1000;

    private readonly List<NotedEntry> _recorded = [];
    private ChunkLedger _ledger = ChunkLedger.Empty;
    private ETag? _version;
    private int _takeovers;

    /// <summary>Stores entries, reservations among them, and what was recorded before.</summary>
    /// <returns>False when somebody else wrote meanwhile: nothing is stored, and the messages have to be taken over first.</returns>
    public async Task<bool> TryReserveAsync(IEnumerable<LedgerEntry> wave, CancellationToken cancellation)
    {
        var reserved = _ledger.With(wave, clock.GetUtcNow());
        if (await store.TryWriteAsync(place, reserved, _version, cancellation) is not { } version) return false;
        (_ledger, _version) = (reserved, version);
        _recorded.Clear();
        return true;
    }

    /// <summary>Records what became of messages of the wave that was reserved last.</summary>
    public void Record(IReadOnlyCollection<LedgerEntry> outcomes)
    {
        var now = clock.GetUtcNow();
        _ledger = _ledger.With(outcomes, now);
        _recorded.AddRange(outcomes.Select(outcome => new NotedEntry(outcome, now)));
    }

    /// <summary>Stores what was recorded. Not cancelled with the host: these messages are gone, and the ledger is the only one to know.</summary>
    public async Task StoreAsync()
    {
        if (_recorded.Count == 0) return;
        await OptimisticWrite.UntilWonAsync(async () =>
        {
            if (await TryReserveAsync([], CancellationToken.None)) return this;
            await ReadAsync(CancellationToken.None);
            return null;
        });
    }

    /// <summary>Reads what is known of messages, and stores what is given up, so that whoever sent it must look again before telling.</summary>
    /// <param name="open">The messages.</param>
    /// <param name="decide">Decides about one by what is known of it; null is nothing.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<IReadOnlyList<TakenOver>> TakeOverAsync(
        IReadOnlyList<LedgerEntry> open, Func<LedgerEntry, LedgerEntry?, TakenOver> decide, CancellationToken cancellation)
    {
        while (_takeovers++ < MaxTakeovers)
        {
            await ReadAsync(cancellation);
            var decided = open.Select(entry => decide(entry, _ledger.Find(entry.Contact)?.Entry)).ToList();
            List<LedgerEntry> givenUp = [.. decided.Select(one => one.GivenUp).OfType<LedgerEntry>()];
            if (givenUp.Count == 0 || await TryReserveAsync(givenUp, cancellation)) return decided;
        }

        throw new InvalidOperationException($"Another run writes the same ledger: gave up after {MaxTakeovers} tries.");
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        var stored = await store.OpenAsync(place, members, cancellation);
        _ledger = (stored?.Ledger ?? ChunkLedger.Empty).Merge(_recorded);
        _version = stored?.Version;
    }
}
