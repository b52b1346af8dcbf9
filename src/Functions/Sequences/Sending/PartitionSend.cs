using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Sequences;
using Cadenza.Domain.Values;
using Cadenza.Functions.Delivery;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Sequences.Sending;

/// <summary>What one run left behind for its part of the chunk.</summary>
/// <param name="Counts">Its messages so far.</param>
/// <param name="IsComplete">Whether each has a final outcome.</param>
/// <param name="RetryAt">When it is to go on; null when it has not to, or when the sequence is held.</param>
/// <param name="Waiting">How many are due and wait to be tried.</param>
/// <param name="Reason">Why, as the code of the last failure; null when none waits.</param>
/// <param name="OutageSince">Since when they wait for a provider that is out of order; null when they do not.</param>
internal sealed record PartitionOutcome(
    DeliveryCounts Counts, bool IsComplete, DateTimeOffset? RetryAt, int Waiting, string? Reason, DateTimeOffset? OutageSince)
{
    /// <summary>Who wants no messages on the channel, as the provider said of their messages now or earlier.</summary>
    public required IReadOnlyList<ContactId> Declined { get; init; }
}

/// <summary>How a run hands its messages over.</summary>
/// <param name="Channel">What kind of messages they are.</param>
/// <param name="Provider">What carries them.</param>
/// <param name="Circuit">Whether they are worth handing over.</param>
/// <param name="OutageSince">Since when they wait for the provider; null when they do not.</param>
/// <param name="MayResend">Whether what may have been sent is sent once more.</param>
internal sealed record PartitionDelivery(Channel Channel, IMessageDelivery Provider, Circuit Circuit, DateTimeOffset? OutageSince, bool MayResend);

/// <summary>
/// One run over those contacts of a chunk that share a ledger partition. It goes in waves: messages are reserved, handed over,
/// and what became of them is recorded. Whatever ends the run in between leaves at most one wave of reserved messages, and the
/// next run takes over from the ledger.
/// </summary>
internal sealed class PartitionSend(LedgerWaves ledger, PartitionDelivery delivery, RetrySchedule retries, TimeProvider clock)
{
    private DeliveryCounts _counts;
    private DateTimeOffset? _retryAt;
    private DateTimeOffset? _outageSince;
    private string? _reason;
    private readonly List<ContactId> _declined = [];
    private int _waiting;

    /// <summary>Sends what is still to be sent.</summary>
    /// <param name="messages">Makes the messages.</param>
    /// <param name="contacts">The enrolled contacts of this shard.</param>
    /// <param name="recipients">Those contacts as of now; asked before each wave.</param>
    /// <param name="isRepeat">Whether an earlier run may have been here.</param>
    /// <param name="mayGoOn">Asked before each wave.</param>
    /// <param name="cancellation">The host is stopping: what was sent is stored, then the run ends.</param>
    public async Task<PartitionOutcome> RunAsync(
        StepMessages messages,
        IEnumerable<ContactId> contacts,
        Func<CancellationToken, ValueTask<IReadOnlyDictionary<ContactId, Recipient>>> recipients,
        bool isRepeat,
        Func<CancellationToken, Task<bool>> mayGoOn,
        CancellationToken cancellation)
    {
        var open = contacts.Order().Select(contact => LedgerWrite.Insert(LedgerEntry.Reserve(contact))).ToList();
        if (isRepeat) open = await TakeOverAsync(open, cancellation);
        var isHeld = false;
        Outage? outage = null;
        while (open.Count > 0 && !isHeld && outage is null)
        {
            isHeld = cancellation.IsCancellationRequested || !await mayGoOn(cancellation);
            if (isHeld) break;
            using var turn = await delivery.Circuit.EnterAsync(cancellation);
            if (turn.Refusal is not { } refusal) open = await SendWaveAsync(messages, await recipients(cancellation), open, turn, cancellation);
            else if (IsPatient || cancellation.IsCancellationRequested) outage = refusal;
            else open = await AbandonAsync(messages, await recipients(cancellation), open, refusal.Reason, cancellation);
        }

        await ledger.StoreAsync();
        cancellation.ThrowIfCancellationRequested();
        if (outage is not null) WaitFor(outage, open.Count);
        return new PartitionOutcome(_counts, open.Count == 0 && _retryAt is null, isHeld ? null : outage?.RetryAt ?? _retryAt, _waiting, _reason, _outageSince)
        {
            Declined = _declined,
        };
    }

    private bool IsPatient => clock.GetUtcNow() - (delivery.OutageSince ?? clock.GetUtcNow()) < retries.MaxOutage;

    private async Task<List<LedgerWrite>> SendWaveAsync(
        StepMessages messages,
        IReadOnlyDictionary<ContactId, Recipient> recipients,
        List<LedgerWrite> open,
        CircuitTurn turn,
        CancellationToken cancellation)
    {
        // A trial takes a message that met the outage least often, so that none alone can keep the others waiting.
        List<LedgerWrite> chosen = turn.IsTrial ? [open.MinBy(write => write.Entry.Outages)!] : [.. open.Take(delivery.Provider.WaveSize)];
        var wave = chosen.Select(write => (Write: write, Message: messages.Prepare(write.Entry, recipients[write.Entry.Contact]))).ToList();
        var reservations = wave.Select(item => new Reservation(item.Write with { Entry = item.Message.Entry }, item.Message.Message is not null)).ToList();
        if (!await ledger.TryReserveAsync(reservations, cancellation)) return await TakeOverAsync(open, cancellation);
        foreach (var (_, message) in wave.Where(item => item.Message.Message is null))
        {
            Count(message.Entry);
            if (message.Entry.Status == LedgerStatus.Failed) delivery.Provider.CountBroken(delivery.Channel);
        }

        await DeliverAsync([.. wave.Where(item => item.Message.Message is not null)], turn, cancellation);
        return [.. open.Except(chosen)];
    }

    private async Task<List<LedgerWrite>> AbandonAsync(
        StepMessages messages,
        IReadOnlyDictionary<ContactId, Recipient> recipients,
        List<LedgerWrite> open,
        string reason,
        CancellationToken cancellation)
    {
        await ledger.StoreAsync();
        var part = open.Take(LedgerStore.MaxWrites).ToList();
        List<LedgerWrite> writes =
        [
            .. part.Select(write => write with
            {
                Entry = messages.Prepare(write.Entry, recipients[write.Entry.Contact]) is { Message: null, Entry: var kept } ? kept : write.Entry.Abandon(reason),
            }),
        ];
        if (!await ledger.TryWriteAsync(writes, cancellation)) return await TakeOverAsync(open, cancellation);
        foreach (var write in writes) Count(write.Entry);
        return [.. open.Except(part)];
    }

    private async Task DeliverAsync(List<(LedgerWrite Write, PreparedMessage Message)> wave, CircuitTurn turn, CancellationToken cancellation)
    {
        if (wave.Count == 0) return;
        var outcomes = await delivery.Provider.HandOverAsync([.. wave.Select(item => item.Message.Message!)], cancellation);
        turn.Report(outcomes);
        var now = clock.GetUtcNow();
        for (var index = 0; index < wave.Count; index++)
        {
            var entry = wave[index].Message.Entry.After(outcomes[index], retries, now, delivery.Provider.IsIdempotent, delivery.OutageSince, delivery.MayResend);
            ledger.Record(wave[index].Write, entry);
            Count(entry);
        }
    }

    private async Task<List<LedgerWrite>> TakeOverAsync(List<LedgerWrite> open, CancellationToken cancellation)
    {
        var decided = await ledger.TakeOverAsync(open, Decide, cancellation);
        foreach (var entry in decided.Select(one => one.Known).OfType<LedgerEntry>()) Count(entry);
        return [.. decided.Select(one => one.Open).OfType<LedgerWrite>()];
    }

    private TakenOver Decide(LedgerWrite write, StoredLedgerEntry? known)
    {
        if (known is null) return new TakenOver(LedgerWrite.Insert(write.Entry), null, null);
        return Takeover.Decide(known.Entry, delivery.Provider.IsIdempotent, clock.GetUtcNow(), delivery.MayResend) switch
        {
            TakeoverDecision.Settled or TakeoverDecision.Wait => new TakenOver(null, null, known.Entry),
            TakeoverDecision.SendAgain => new TakenOver(LedgerWrite.Replace(known.Entry.ReserveAgain(), known.Version), null, null),
            TakeoverDecision.GiveUp => GiveUp(known),
            var decision => throw new ArgumentOutOfRangeException(nameof(known), decision.GetType().Name, "A takeover that has no meaning."),
        };
    }

    private static TakenOver GiveUp(StoredLedgerEntry known)
    {
        var entry = known.Entry.GiveUp();
        return new TakenOver(null, LedgerWrite.Replace(entry, known.Version), entry);
    }

    private void Count(LedgerEntry entry)
    {
        _counts += DeliveryCounts.Of(entry.Status);
        if (DeliveryCode.IsOptOut(entry.Reason)) _declined.Add(entry.Contact);
        if (entry.IsFinal || entry.RetryAt is not { } retryAt) return;
        _retryAt = _retryAt is { } earlier && earlier < retryAt ? earlier : retryAt;
        Wait(1, entry.Reason, isOutage: entry.Outages > 0);
    }

    // Those that could not be tried wait for the next trial, and those that were tried wait behind it.
    private void WaitFor(Outage outage, int messages) => Wait(messages, outage.Reason, isOutage: true);

    private void Wait(int messages, string? reason, bool isOutage)
    {
        _waiting += messages;
        _reason = reason;
        if (isOutage) _outageSince ??= delivery.OutageSince ?? clock.GetUtcNow();
    }
}
