using Cadenza.Domain.Contacts;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Contacts;

/// <summary>Queue trigger. Idempotent: each part of an erasure can be done again.</summary>
internal sealed class FinishErasures(ContactErasure erasure)
{
    /// <summary>Finishes the erasure that the message names, if it was cut short, and removes what was under way as it began.</summary>
    [Function(nameof(FinishErasures))]
    public Task RunAsync([QueueTrigger(ContactErasure.QueueName)] ErasureCheck message, CancellationToken cancellation) =>
        erasure.CheckAsync(OrganizationId.Parse(message.Organization), ContactId.Parse(message.Contact), cancellation);
}
