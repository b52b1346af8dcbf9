using Cadenza.Domain.Contacts;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Contacts;

/// <summary>Queue trigger. Idempotent by the erasure's marker: without one there is nothing to do.</summary>
internal sealed class FinishErasures(ContactErasure erasure)
{
    /// <summary>Finishes the erasure that the message names, if it was cut short.</summary>
    [Function(nameof(FinishErasures))]
    public Task RunAsync([QueueTrigger(ContactErasure.QueueName)] ErasureCheck message, CancellationToken cancellation) =>
        erasure.FinishAsync(OrganizationId.Parse(message.Organization), ContactId.Parse(message.Contact), cancellation);
}
