using Azure;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;

namespace Cadenza.Functions.Sequences.Storage;

/// <summary>How an entry is written.</summary>
internal enum LedgerWriteKind
{
    /// <summary>The contact has no entry for this step: refused when there is one.</summary>
    Insert,

    /// <summary>Replaces the version that was read: refused when it changed since.</summary>
    Replace,

    /// <summary>The outcome of a message that this run reserved and handed over: written whatever became of the row.</summary>
    Outcome,
}

/// <summary>An entry to be written.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Kind">Whether the row is inserted or replaced.</param>
/// <param name="Version">The version to replace; unset otherwise.</param>
/// <param name="Wave">The wave whose receipt will tell that it was sent; null when the entry's own row will.</param>
internal sealed record LedgerWrite(LedgerEntry Entry, LedgerWriteKind Kind, ETag Version = default, ContactId? Wave = null)
{
    /// <summary>A first entry.</summary>
    public static LedgerWrite Insert(LedgerEntry entry) => new(entry, LedgerWriteKind.Insert);

    /// <summary>A change of an entry that was read.</summary>
    public static LedgerWrite Replace(LedgerEntry entry, ETag version) => new(entry, LedgerWriteKind.Replace, version);

    /// <summary>Writes an outcome to the message's own row.</summary>
    public static LedgerWrite Outcome(LedgerEntry entry) => new(entry, LedgerWriteKind.Outcome);
}

/// <summary>
/// The messages of one wave that the provider took at the first attempt, which is nearly all of nearly every wave: one row
/// instead of a change of each message's own. A wave that has a receipt, be it empty, is over: whoever sent it or took it
/// over wrote the receipt, and nobody can write a second one.
/// </summary>
/// <param name="Wave">The wave, named by the first contact reserved in it.</param>
/// <param name="Sent">The provider's name for each message it took, by contact.</param>
/// <param name="At">When it was written; set by the store.</param>
internal sealed record WaveReceipt(ContactId Wave, IReadOnlyDictionary<ContactId, string?> Sent, DateTimeOffset At = default)
{
    private const int MaxMessageId = 150;

    /// <summary>Whether a receipt can say all that is to be said of a message; a longer name has to go to the message's own row.</summary>
    public static bool CanHold(LedgerEntry entry) =>
        entry is { Status: LedgerStatus.Sent, Attempts: 1, ProviderMessageId: null or { Length: <= MaxMessageId } };

    /// <summary>The entry of one of its messages.</summary>
    public static LedgerEntry Entry(ContactId contact, string? messageId) =>
        LedgerEntry.Reserve(contact) with { Status = LedgerStatus.Sent, ProviderMessageId = messageId };
}
