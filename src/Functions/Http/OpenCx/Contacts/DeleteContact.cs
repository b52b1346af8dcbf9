using Cadenza.Domain.Contacts;
using Cadenza.Functions.Contacts;
using Cadenza.Functions.Http.Platform.OpenApi.Declarations;
using Cadenza.Functions.Http.Platform.Problems;
using Cadenza.Functions.Http.Platform.Replies;
using Cadenza.Functions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Http.OpenCx.Contacts;

/// <summary>DELETE /contacts/{id}.</summary>
internal sealed class DeleteContact(ContactErasure erasure)
{
    /// <summary>204 when nothing is left of the person. After a failure the same request finishes the job (B9, B11).</summary>
    [Operation(Tags.Contacts, "Erase a contact", "Removes the person's data for good and sends them nothing more. Counts of what was sent stay.")]
    [Conditional]
    [Answer(204, "Nothing is left of the person.")]
    [Function(nameof(DeleteContact))]
    public async Task<IResult> RunAsync(
        [HttpTrigger("delete", Route = "contacts/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!ContactId.TryParse(id, out var contact)) return Problem.InvalidParameter("id", "must be a UUID");
        var refusal = await erasure.EraseAsync(
            request.Caller().Organization, contact, version => IfMatch.Of(request).Check(EntityTag.Of(version)) is null, cancellation);
        return refusal switch
        {
            null => Reply.NoContent(),
            ErasureRefusal.Unknown => Problem.NotFound("contact", id),
            _ => Problem.PreconditionFailed(),
        };
    }
}
