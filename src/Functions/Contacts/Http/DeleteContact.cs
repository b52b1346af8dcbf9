using Cadenza.Domain.Contacts;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Contacts.Http;

/// <summary>DELETE /contacts/{id}.</summary>
internal sealed class DeleteContact(ContactErasure erasure, AuditStore audit, TimeProvider clock)
{
    /// <summary>204 when nothing is left of the person. After a failure the same request finishes the job (B9, B11).</summary>
    [Operation(Tags.Contacts, "Erase a contact", "Removes the person's data for good and sends them nothing more. Counts of what was sent stay.")]
    [Conditional]
    [Answer(204, "Nothing is left of the person.")]
    [Function(nameof(DeleteContact))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "contacts/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!ContactId.TryParse(id, out var contact)) return Problem.InvalidParameter("id", "must be a UUID");
        var organization = request.Caller().Organization;
        var refusal = await erasure.EraseAsync(
            organization, contact, version => IfMatch.Of(request).Check(EntityTag.Of(version)) is null, cancellation);
        if (refusal is { } reason) return reason == ErasureRefusal.Unknown ? Problem.NotFound("contact", id) : Problem.PreconditionFailed();
        await audit.AppendAsync(ContactAudit.Erased(organization, contact, clock.GetUtcNow(), request), cancellation);
        return Reply.NoContent();
    }
}
