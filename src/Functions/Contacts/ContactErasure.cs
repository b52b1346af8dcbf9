using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Storage.Queues;
using Cadenza.Domain.Contacts;
using Cadenza.Functions.Contacts.Segments;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Delivery.Outbox;
using Cadenza.Functions.Platform.Idempotency;

namespace Cadenza.Functions.Contacts;

/// <summary>A message of the queue <see cref="ContactErasure.QueueName"/>: see that this contact's erasure came to its end.</summary>
internal sealed record ErasureCheck(
    [property: JsonPropertyName("organization")] string Organization,
    [property: JsonPropertyName("contact")] string Contact);

/// <summary>
/// Erases contacts (B9, B11): the person is gone with one transaction, which leaves a marker of what is still to be removed
/// elsewhere; then that, then the marker. A message sent beforehand looks after it should this process die, and repeating
/// the request finishes the job too. See docs/decisions/0023 for what remains.
/// </summary>
internal sealed class ContactErasure(
    QueueServiceClient queues,
    ContactStore contacts,
    LastContactStore lastContacts,
    ErasedUnsubscribes choices,
    SegmentMembers segments,
    OutboxStore outbox,
    IdempotencyStore answers,
    IEnumerable<IContactTraces> traces)
{
    /// <summary>The name of the queue.</summary>
    public const string QueueName = "contact-erasures";

    // Longer than an erasure takes, so that the message usually finds nothing to do.
    private static readonly TimeSpan CheckAfter = TimeSpan.FromMinutes(2);

    private readonly QueueClient _queue = queues.GetQueueClient(QueueName);

    /// <summary>Erases a contact, or finishes an erasure that was begun.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="contact">The contact to erase.</param>
    /// <param name="mayErase">Asked about the version that is stored; a refusal leaves everything as it is.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>Null when it is done; else the refusal, or <see cref="ErasureRefusal.Unknown"/>.</returns>
    public Task<ErasureRefusal?> EraseAsync(
        OrganizationId organization, ContactId contact, Func<ETag, bool> mayErase, CancellationToken cancellation) =>
        OptimisticWrite.RunAsync<ErasureRefusal?>(async () =>
        {
            if (await contacts.GetAsync(organization, contact, cancellation) is not { } read)
            {
                return await FinishAsync(organization, contact, cancellation) ? null : ErasureRefusal.Unknown;
            }

            if (!mayErase(read.Version)) return ErasureRefusal.Changed;
            var check = JsonSerializer.Serialize(new ErasureCheck(organization.ToString(), contact.ToString()));
            await _queue.SendMessageAsync(check, CheckAfter, cancellationToken: cancellation);
            // Before the row goes, from which nobody could tell it any more.
            await choices.KeepAsync(organization, read.Contact, cancellation);
            await contacts.EraseAsync(organization, read, cancellation);
            await FinishAsync(organization, contact, cancellation);
            return null;
        });

    /// <summary>Removes what an erasure has yet to remove. Idempotent: each part can be removed again.</summary>
    /// <returns>Whether there was an erasure to finish.</returns>
    public async Task<bool> FinishAsync(OrganizationId organization, ContactId contact, CancellationToken cancellation)
    {
        if (await contacts.FindErasureAsync(organization, contact, cancellation) is not { } erasure) return false;
        await contacts.ReleaseAsync(organization, erasure, cancellation);
        await lastContacts.ForgetAsync(organization, contact, cancellation);
        await segments.ForgetAsync(organization, contact, cancellation);
        await outbox.ForgetAsync(organization.ToString(), contact.ToString(), cancellation);
        await answers.ForgetAsync(organization, $"/contacts/{contact}", cancellation);
        await EraseTracesAsync(organization, contact, cancellation);
        await contacts.RemoveErasureAsync(organization, contact, cancellation);
        return true;
    }

    /// <summary>
    /// Sees, some time after it was begun, that an erasure came to its end, and removes what was noted of the person meanwhile:
    /// a message that was under way as it began. Idempotent.
    /// </summary>
    public async Task CheckAsync(OrganizationId organization, ContactId contact, CancellationToken cancellation)
    {
        if (await FinishAsync(organization, contact, cancellation)) return;
        if (await contacts.GetAsync(organization, contact, cancellation) is null) await EraseTracesAsync(organization, contact, cancellation);
    }

    private async Task EraseTracesAsync(OrganizationId organization, ContactId contact, CancellationToken cancellation)
    {
        foreach (var feature in traces) await feature.EraseAsync(organization, contact, cancellation);
    }
}

/// <summary>Why a contact was not erased.</summary>
internal enum ErasureRefusal
{
    /// <summary>There is no such contact.</summary>
    Unknown,

    /// <summary>It is not in the version asked for.</summary>
    Changed,
}
