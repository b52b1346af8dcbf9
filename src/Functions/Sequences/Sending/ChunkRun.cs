using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Sequences;
using Cadenza.Domain.Values;
using Cadenza.Functions.Delivery;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Sequences.Sending;

/// <summary>What one run over a chunk left behind.</summary>
/// <param name="Counts">Its messages so far.</param>
/// <param name="IsComplete">Whether each has a final outcome.</param>
/// <param name="RetryAt">When it is to go on; null when it has not to, or when the sequence is held.</param>
/// <param name="Waiting">How many are due and wait to be tried.</param>
/// <param name="Reason">Why, as the code of the last failure; null when none waits.</param>
/// <param name="OutageSince">Since when they wait for a provider that is out of order; null when they do not.</param>
internal sealed record ChunkRunResult(
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
internal sealed record StepDelivery(Channel Channel, IMessageDelivery Provider, Circuit Circuit, DateTimeOffset? OutageSince, bool MayResend);

/// <summary>
/// One run over contacts of a chunk. It goes in waves: messages are reserved, handed over,
/// and what became of them is recorded. Whatever ends the run in between leaves at most one wave of reserved messages, and the
/// next run takes over from the ledger.
/// </summary>
internal sealed class ChunkRun(LedgerWaves ledger, StepDelivery delivery, RetrySchedule retries, TimeProvider clock)
{
    private DeliveryCounts _counts;
    private DateTimeOffset? _retryAt;
    private DateTimeOffset? _outageSince;
    private string? _reason;
    private readonly List<ContactId> _declined = [];
    private int _waiting;

    /// <summary>Sends what is still to be sent.</summary>
    /// <param name="messages">Makes the messages.</param>
    /// <param name="contacts">The contacts.</param>
    /// <param name="recipients">Those contacts as of now; asked before each wave.</param>
    /// <param name="mustLook">Whether an earlier run may have been here.</param>
    /// <param name="mayGoOn">Asked before each wave.</param>
    /// <param name="cancellation">The host is stopping: what was sent is stored, then the run ends.</param>
    public async Task<ChunkRunResult> RunAsync(
        StepMessages messages,
        IEnumerable<ContactId> contacts,
        Func<CancellationToken, ValueTask<IReadOnlyDictionary<ContactId, Recipient>>> recipients,
        bool mustLook,
        Func<CancellationToken, Task<bool>> mayGoOn,
        CancellationToken cancellation)
    {
        var open = contacts.Order().Select(LedgerEntry.Reserve).ToList();
        if (mustLook) open = await TakeOverAsync(open, cancellation);
        var (isHeld, hasTried) = (false, mustLook);
        Outage? outage = null;
        try
        {
            while (open.Count > 0 && !isHeld && outage is null)
            {
                isHeld = cancellation.IsCancellationRequested || !await mayGoOn(cancellation);
                if (isHeld) break;
                hasTried = true;
                using var turn = await delivery.Circuit.EnterAsync(cancellation);
                if (turn.Refusal is not { } refusal) open = await SendWaveAsync(messages, await recipients(cancellation), open, turn, cancellation);
                else if (IsPatient || cancellation.IsCancellationRequested) outage = refusal;
                else open = await AbandonAsync(messages, await recipients(cancellation), open, refusal.Reason, cancellation);
            }
        }
        finally
        {
            // Whatever ends the run: these messages are gone.
            await ledger.StoreAsync();
        }

        // Held before anything was tried. Perhaps a run that was cut short sent some of them, and they count.
        if (isHeld && !hasTried && !cancellation.IsCancellationRequested) open = await TakeOverAsync(open, cancellation);
        cancellation.ThrowIfCancellationRequested();
        if (outage is not null) WaitFor(outage, open.Count);
        return new ChunkRunResult(_counts, open.Count == 0 && _retryAt is null, isHeld ? null : outage?.RetryAt ?? _retryAt, _waiting, _reason, _outageSince)
        {
            Declined = _declined,
        };
    }

    private bool IsPatient => clock.GetUtcNow() - (delivery.OutageSince ?? clock.GetUtcNow()) < retries.MaxOutage;

    private async Task<List<LedgerEntry>> SendWaveAsync(
        StepMessages messages,
        IReadOnlyDictionary<ContactId, Recipient> recipients,
        List<LedgerEntry> open,
        CircuitTurn turn,
        CancellationToken cancellation)
    {
        // A trial takes a message that met the outage least often, so that none alone can keep the others waiting.
        List<LedgerEntry> chosen = turn.IsTrial ? [open.MinBy(entry => entry.Outages)!] : [.. open.Take(delivery.Provider.WaveSize)];
        var wave = chosen.Select(entry => messages.Prepare(entry, recipients[entry.Contact])).ToList();
        if (!await ledger.TryReserveAsync(wave.Select(message => message.Entry), cancellation)) return await TakeOverAsync(open, cancellation);
        foreach (var message in wave.Where(message => message.Message is null))
        {
            Count(message.Entry);
            if (message.Entry.Status == LedgerStatus.Failed) delivery.Provider.CountBroken(delivery.Channel);
        }

        await DeliverAsync([.. wave.Where(message => message.Message is not null)], turn, cancellation);
        return Without(open, chosen);
    }

    private async Task<List<LedgerEntry>> AbandonAsync(
        StepMessages messages,
        IReadOnlyDictionary<ContactId, Recipient> recipients,
        List<LedgerEntry> open,
        string reason,
        CancellationToken cancellation)
    {
        List<LedgerEntry> entries =
        [
            .. open.Select(entry => messages.Prepare(entry, recipients[entry.Contact]) is { Message: null, Entry: var kept } ? kept : entry.Abandon(reason)),
        ];
        if (!await ledger.TryReserveAsync(entries, cancellation)) return await TakeOverAsync(open, cancellation);
        foreach (var entry in entries) Count(entry);
        return [];
    }

    private async Task DeliverAsync(List<PreparedMessage> wave, CircuitTurn turn, CancellationToken cancellation)
    {
        if (wave.Count == 0) return;
        var outcomes = await delivery.Provider.HandOverAsync([.. wave.Select(message => message.Message!)], cancellation);
        turn.Report(outcomes);
        var now = clock.GetUtcNow();
        List<LedgerEntry> entries =
        [
            .. wave.Zip(outcomes, (message, outcome) =>
                message.Entry.After(outcome, retries, now, delivery.Provider.IsIdempotent, delivery.OutageSince, delivery.MayResend)),
        ];
        ledger.Record(entries);
        foreach (var entry in entries) Count(entry);
    }

    private static List<LedgerEntry> Without(List<LedgerEntry> open, List<LedgerEntry> done) =>
        done.Count == open.Count ? [] : [.. open.ExceptBy(done.Select(entry => entry.Contact), entry => entry.Contact)];

    private async Task<List<LedgerEntry>> TakeOverAsync(List<LedgerEntry> open, CancellationToken cancellation)
    {
        var decided = await ledger.TakeOverAsync(open, Decide, cancellation);
        foreach (var entry in decided.Select(one => one.Known).OfType<LedgerEntry>()) Count(entry);
        return [.. decided.Select(one => one.Open).OfType<LedgerEntry>()];
    }

    private TakenOver Decide(LedgerEntry open, LedgerEntry? known)
    {
        if (known is null) return new TakenOver(LedgerEntry.Reserve(open.Contact), null, null);
        // Of who was erased the entry names nobody, and the answer is asked for by contact.
        var entry = known with { Contact = open.Contact };
        return Takeover.Decide(entry, delivery.Provider.IsIdempotent, clock.GetUtcNow(), delivery.MayResend) switch
        {
            TakeoverDecision.Settled or TakeoverDecision.Wait => new TakenOver(null, null, entry),
            TakeoverDecision.SendAgain => new TakenOver(entry.ReserveAgain(), null, null),
            TakeoverDecision.GiveUp => new TakenOver(null, entry.GiveUp(), entry.GiveUp()),
            var decision => throw new ArgumentOutOfRangeException(nameof(known), decision.GetType().Name, "A takeover that has no meaning."),
        };
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
