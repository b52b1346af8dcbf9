using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;

namespace Cadenza.Functions.Sequences.Storage;

/// <summary>A message that is to be reserved.</summary>
/// <param name="Write">Its entry, as it is to be written.</param>
/// <param name="IsHandedOver">Whether it goes to the provider then; else the entry says all there is to say.</param>
internal readonly record struct Reservation(LedgerWrite Write, bool IsHandedOver);

/// <summary>What is decided of a message that an earlier run may have reserved.</summary>
/// <param name="Open">To be reserved; null when it is not to be sent now.</param>
/// <param name="GivenUp">To be stored as unknown; null when it is not given up.</param>
/// <param name="Known">What is known of it; null when it is to be sent.</param>
internal sealed record TakenOver(LedgerWrite? Open, LedgerWrite? GivenUp, LedgerEntry? Known);

/// <summary>
/// What one run over a part of a chunk reserves and records, wave by wave. The transaction that reserves a wave stores what was
/// recorded of the last one, and what the provider took at once is one row for the whole wave; who sends need not know either.
/// Whatever ends the run in between leaves at most one wave of reserved messages.
/// </summary>
internal sealed class LedgerWaves(LedgerStore ledger, LedgerScope scope)
{
    private const int MaxTakeovers = 10;

    private readonly List<LedgerWrite> _outcomes = [];
    private Dictionary<ContactId, string?> _sent = [];
    private ContactId? _wave;
    private int _takeovers;

    /// <summary>Reserves a wave, and stores what was recorded before.</summary>
    /// <returns>False when somebody else wrote one of the messages: none is reserved, and what was recorded is stored.</returns>
    public async Task<bool> TryReserveAsync(IReadOnlyList<Reservation> wave, CancellationToken cancellation)
    {
        if (_outcomes.Count + (_sent.Count == 0 ? 0 : 1) + wave.Count > LedgerStore.MaxWrites) await StoreAsync();
        var name = wave.Where(IsInReceipt).Select(one => (ContactId?)one.Write.Entry.Contact).FirstOrDefault();
        var reservations = wave.Select(one => one.Write with { Wave = IsInReceipt(one) ? name : null });
        if (!await ledger.TryWriteAsync(scope, [.. _outcomes, .. reservations], cancellation, Receipt()))
        {
            await StoreAsync();
            return false;
        }

        Forget();
        _wave = name;
        return true;
    }

    /// <summary>Records what became of a message of the wave that was reserved last.</summary>
    public void Record(LedgerWrite reserved, LedgerEntry outcome)
    {
        if (reserved.Kind == LedgerWriteKind.Insert && WaveReceipt.CanHold(outcome)) _sent.Add(outcome.Contact, outcome.ProviderMessageId);
        else _outcomes.Add(LedgerWrite.Outcome(outcome));
    }

    /// <summary>Stores what was recorded. Not cancelled with the host: these messages are gone, and the ledger is the only one to know.</summary>
    public async Task StoreAsync()
    {
        if (!await ledger.TryWriteAsync(scope, _outcomes, CancellationToken.None, Receipt()))
        {
            // Somebody took the wave over and closed it: then each message's own row says what became of it.
            var sent = _sent.Select(message => LedgerWrite.Outcome(WaveReceipt.Entry(message.Key, message.Value)));
            if (!await ledger.TryWriteAsync(scope, [.. _outcomes, .. sent], CancellationToken.None))
            {
                throw new InvalidOperationException("An unconditional write of outcomes was refused.");
            }
        }

        Forget();
    }

    /// <summary>Writes entries of messages that are not handed over; false when somebody else wrote one of them.</summary>
    public Task<bool> TryWriteAsync(IReadOnlyList<LedgerWrite> writes, CancellationToken cancellation) => ledger.TryWriteAsync(scope, writes, cancellation);

    /// <summary>
    /// Reads what is known of messages, closes the waves of which nobody knows what became, so that whoever sent them must look
    /// again before telling, and stores what is given up.
    /// </summary>
    /// <param name="open">The messages, in order of their contacts; at least one.</param>
    /// <param name="decide">Decides about one by what is known of it; null is nothing.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<IReadOnlyList<TakenOver>> TakeOverAsync(
        IReadOnlyList<LedgerWrite> open, Func<LedgerWrite, StoredLedgerEntry?, TakenOver> decide, CancellationToken cancellation)
    {
        while (_takeovers++ < MaxTakeovers)
        {
            var known = await ledger.ReadAsync(scope, open[0].Entry.Contact, open[^1].Entry.Contact, cancellation);
            var waves = open.Select(write => known.GetValueOrDefault(write.Entry.Contact)?.OpenWave).OfType<ContactId>().Distinct();
            if (!await ledger.TryCloseAsync(scope, waves, cancellation)) continue;
            var decided = open.Select(write => decide(write, known.GetValueOrDefault(write.Entry.Contact))).ToList();
            if (await ledger.TryWriteAsync(scope, [.. decided.Select(one => one.GivenUp).OfType<LedgerWrite>()], cancellation)) return decided;
        }

        throw new InvalidOperationException($"Another run writes the same ledger rows: gave up after {MaxTakeovers} tries.");
    }

    // A message that was tried before has a row that says so, and keeps it.
    private static bool IsInReceipt(Reservation one) => one.Write.Kind == LedgerWriteKind.Insert && one.IsHandedOver;

    private WaveReceipt? Receipt() => _sent.Count == 0 ? null : new WaveReceipt(_wave!.Value, _sent);

    private void Forget()
    {
        _outcomes.Clear();
        _sent = [];
    }
}
