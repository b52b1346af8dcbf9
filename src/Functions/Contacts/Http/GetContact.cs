using Cadenza.Domain.Contacts;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Contacts.Http;

/// <summary>GET /contacts/{id}.</summary>
internal sealed class GetContact(ContactStore contacts, LastContactStore lastContacts)
{
    /// <summary>200 with the contact; 400 for what is not a UUID.</summary>
    [Operation(Tags.Contacts, "Read a contact", "Answers one contact.")]
    [Answer<ContactReply>(200, "The contact.", HasETag = true)]
    [Function(nameof(GetContact))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "contacts/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!ContactId.TryParse(id, out var contactId)) return Problem.InvalidParameter("id", "must be a UUID");
        var organization = request.Caller().Organization;
        var found = await contacts.GetAsync(organization, contactId, cancellation);
        return found is { } stored
            ? ContactAnswers.Ok(await lastContacts.CompleteAsync(organization, stored, cancellation))
            : Problem.NotFound("contact", id);
    }
}
