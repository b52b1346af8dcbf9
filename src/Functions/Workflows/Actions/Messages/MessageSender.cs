using Cadenza.Domain.Delivery;
using Cadenza.Domain.Values;
using Cadenza.Functions.Delivery;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Workflows.Actions.Messages;

/// <summary>What became of one message.</summary>
/// <param name="Message">What the ledger says.</param>
/// <param name="Detail">What the provider said, for people and without personal data; null when nothing was sent now.</param>
/// <param name="RetryAfter">How long the provider asks to be left alone.</param>
internal sealed record MessageOutcome(RunMessage Message, string? Detail = null, TimeSpan? RetryAfter = null);

/// <summary>
/// Sends one message of a run through the ledger: its row is inserted before the send, so it is sent at most once, however often
/// and wherever the step is carried out. What a crash left pending is sent again where the delivery recognizes the key, and else
/// becomes unknown.
/// </summary>
internal sealed class MessageSender(RunLedger ledger, Deliveries deliveries, Circuits circuits)
{
    /// <summary>Sends it, or answers what was known of it already.</summary>
    public async Task<MessageOutcome> SendAsync(RunMessageKey key, OutboundMessage message, CancellationToken cancellation)
    {
        var delivery = deliveries.For(message.Channel);
        if (await ReserveAsync(key, message.Channel, delivery.IsIdempotent, cancellation) is not { Status: LedgerStatus.Pending } reserved)
            return new MessageOutcome(await KnownAsync(key, cancellation));
        var outcome = (await delivery.HandOverAsync([message], cancellation)).Single();
        circuits.For(message).Report([outcome]);
        var after = reserved.After(outcome, delivery.IsIdempotent);
        await ledger.StoreOutcomeAsync(key, message.Channel, after);
        return outcome switch
        {
            DeliveryOutcome.TemporaryFailure failure => new MessageOutcome(after, failure.Detail, failure.RetryAfter),
            DeliveryOutcome.PermanentFailure failure => new MessageOutcome(after, failure.Detail),
            DeliveryOutcome.Unknown unknown => new MessageOutcome(after, unknown.Detail),
            _ => new MessageOutcome(after),
        };
    }

    /// <summary>Notes that a message is held back; what was sent already stays so.</summary>
    public async Task<MessageOutcome> SuppressAsync(RunMessageKey key, Channel channel, string reason, CancellationToken cancellation)
    {
        var suppressed = RunMessage.Suppress(reason);
        return await OptimisticWrite.UntilWonAsync(async () =>
        {
            if (await ledger.TryInsertAsync(key, channel, suppressed, cancellation)) return new MessageOutcome(suppressed);
            if (await ledger.FindAsync(key, cancellation) is not { } found) return null;
            if (found.Message is not { Status: LedgerStatus.Pending, MayRepeat: true }) return new MessageOutcome(found.Message);
            // An earlier attempt failed for now, and meanwhile there is a reason not to try again.
            var isStored = await ledger.TryReplaceAsync(key, channel, suppressed with { Attempts = found.Message.Attempts }, found.Version, cancellation);
            return isStored ? new MessageOutcome(suppressed) : null;
        });
    }

    /// <returns>The pending message that is ours to send; anything else when it is settled.</returns>
    private Task<RunMessage> ReserveAsync(RunMessageKey key, Channel channel, bool canRepeat, CancellationToken cancellation)
    {
        var first = RunMessage.Reserve();
        return OptimisticWrite.UntilWonAsync(async () =>
        {
            if (await ledger.TryInsertAsync(key, channel, first, cancellation)) return first;
            if (await ledger.FindAsync(key, cancellation) is not { } found) return null;
            if (found.Message.Status != LedgerStatus.Pending) return found.Message;
            var taken = found.Message.TakeOver(canRepeat);
            return await ledger.TryReplaceAsync(key, channel, taken, found.Version, cancellation) ? taken : null;
        });
    }

    private async Task<RunMessage> KnownAsync(RunMessageKey key, CancellationToken cancellation) =>
        (await ledger.FindAsync(key, cancellation))?.Message ?? throw new InvalidOperationException("The row of the ledger is gone.");
}
