using Cadenza.Domain.Contacts;
using Cadenza.Functions.Contacts;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Sequences.Enrolling;

/// <summary>Queue trigger. Idempotent: who is handed over twice is enrolled once, since a contact can be claimed for one cohort alone.</summary>
internal sealed class EnrollChangedContacts(NewcomerSearch search)
{
    /// <summary>Has those of the message's contacts enrolled who have come to match a continuous sequence.</summary>
    [Function(nameof(EnrollChangedContacts))]
    public Task RunAsync([QueueTrigger(ContactChanges.QueueName)] ContactChange message, CancellationToken cancellation) =>
        search.SearchAsync(OrganizationId.Parse(message.Organization), [.. message.Contacts.Select(ContactId.Parse)], cancellation);
}
