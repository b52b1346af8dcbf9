using Cadenza.Domain.Contacts;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Idempotency;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Contacts.Http;

/// <summary>POST /contacts.</summary>
internal sealed class CreateContact(
    ContactStore contacts, LastContactStore lastContacts, ContactCreation creation, ContactChanges changes, PhoneRegions regions, TimeProvider clock)
{
    /// <summary>201 with the contact; 409 when its e-mail address or phone number is taken.</summary>
    [Operation(Tags.Contacts, "Create a contact", "Adds a person. E-mail addresses (letter case aside) and phone numbers are unique in the organization.")]
    [Query(PhoneRegions.Parameter, PhoneRegions.About)]
    [Body<ContactBody>]
    [Answer<ContactReply>(201, "The contact.", HasLocation = true, HasETag = true)]
    [Refusal(409, "email_taken", "Another contact has the e-mail address.")]
    [Refusal(409, "phone_taken", "Another contact has the phone number.")]
    [Function(nameof(CreateContact))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "contacts")] HttpRequest request, CancellationToken cancellation)
    {
        var region = regions.Of(request);
        if (region.Problem is { } unknown) return unknown;
        var body = await JsonBody.ReadAsync(request, ContactBody.With(region.Value), cancellation);
        if (body.Problem is { } problem) return problem;
        var contact = Create(request, body.Value);
        var organization = request.Caller().Organization;
        // A repeat (G5) of a request that was carried out finds its own contact.
        if (request.MayHaveHappened() && await contacts.GetAsync(organization, contact.Id, cancellation) is { } made)
            return ContactAnswers.Created(await lastContacts.CompleteAsync(organization, made, cancellation));
        var created = await creation.CreateAsync(organization, contact, cancellation);
        if (ContactAnswers.Refusal(created.Result) is { } refusal) return refusal;
        changes.Publish(organization, contact.Id);
        return ContactAnswers.Created(created.Contact);
    }

    private Contact Create(HttpRequest request, ContactBody body)
    {
        var now = clock.GetUtcNow();
        var id = ContactId.Create(request.NewId(now), ContactStore.ShardFor(body.Email, body.Phone));
        return new Contact(id, body.Name, body.Email, body.Phone, body.Attributes, body.Unsubscribed, now, now)
        {
            Sessions = body.Sessions,
            UnsubscribedChannels = body.UnsubscribedChannels,
            LastContactedAt = body.LastContactedAt,
            LastContactedWithHandoffAt = body.LastContactedWithHandoffAt,
        };
    }
}
