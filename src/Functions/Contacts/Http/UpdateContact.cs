using Cadenza.Domain.Contacts;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Contacts.Http;

/// <summary>PATCH /contacts/{id}.</summary>
internal sealed class UpdateContact(
    ContactStore contacts, LastContactStore lastContacts, ContactChanges changes, AuditStore audit, PhoneRegions regions, TimeProvider clock)
{
    /// <summary>200 with the contact. A changed address is claimed before the contact has it, and given up after (B11).</summary>
    [Operation(Tags.Contacts, "Change a contact", "A merge patch: what is omitted stays, null clears. A contact keeps an e-mail address or a phone number.")]
    [Query(PhoneRegions.Parameter, PhoneRegions.About)]
    [Body<ContactPatch>]
    [Conditional]
    [Answer<ContactReply>(200, "The contact.", HasETag = true)]
    [Refusal(409, "email_taken", "Another contact has the e-mail address.")]
    [Refusal(409, "phone_taken", "Another contact has the phone number.")]
    [Function(nameof(UpdateContact))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "contacts/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var region = regions.Of(request);
        if (region.Problem is { } unknown) return unknown;
        var body = await JsonBody.ReadAsync(request, ContactPatch.With(region.Value), cancellation);
        if (body.Problem is { } problem) return problem;
        if (!ContactId.TryParse(id, out var contactId)) return Problem.InvalidParameter("id", "must be a UUID");
        var organization = request.Caller().Organization;
        return await OptimisticWrite.RunAsync(async () =>
        {
            if (await contacts.GetAsync(organization, contactId, cancellation) is not { } read) return Problem.NotFound("contact", id);
            if (IfMatch.Of(request).Check(EntityTag.Of(read.Version)) is { } stale) return stale;
            return await UpdateAsync(request, await lastContacts.CompleteAsync(organization, read, cancellation), body.Value, cancellation);
        });
    }

    private async Task<IResult> UpdateAsync(HttpRequest request, StoredContact read, ContactPatch patch, CancellationToken cancellation)
    {
        var organization = request.Caller().Organization;
        var changed = patch.Apply(read.Contact, clock.GetUtcNow());
        if (changed.Refusal() is var (pointer, fault)) return Problem.Invalid(pointer, fault);
        var (result, version) = await contacts.UpdateAsync(organization, read, changed, cancellation);
        if (ContactAnswers.Refusal(result) is { } refusal) return refusal;
        changes.Publish(organization, changed.Id);
        var stored = new StoredContact(changed, version);
        await audit.AppendAsync(ContactAudit.Updated(organization, stored, patch.Members(), request), cancellation);
        return ContactAnswers.Ok(stored);
    }
}
