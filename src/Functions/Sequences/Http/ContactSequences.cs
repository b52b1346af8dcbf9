using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Paging;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Sequences.Http;

/// <summary>GET /contacts/{id}/sequences and GET /contacts/{id}/messages.</summary>
internal sealed class ContactSequences(ContactStore contacts, SequencesOfContact sequences, Cursors cursors)
{
    /// <summary>200 with the sequences that the contact is or was in, in the order they were created.</summary>
    [Operation(
        Tags.Contacts,
        "List a contact's sequences",
        "The sequences that the contact is or was in, and where it stands in each. A page goes through `limit` sequences of the organization and holds those of them: go on until next_cursor is null.")]
    [Path("id", "The contact's id.")]
    [Paged]
    [Answer<ContactSequenceListReply>(200, "A page of sequences.")]
    [Function("ListContactSequences")]
    public Task<IResult> SequencesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "contacts/{id}/sequences")] HttpRequest request, string id, CancellationToken cancellation) =>
        ReadAsync(
            request,
            id,
            "sequences",
            (found, next) => Task.FromResult(Reply.Ok(
                new ContactSequenceListReply([.. found.Select(ContactSequenceReply.Of)], next), SequencesJson.Default.ContactSequenceListReply)),
            cancellation);

    /// <summary>200 with the messages of sequences to the contact, sequence by sequence in the order they were created, step by step.</summary>
    [Operation(
        Tags.Contacts,
        "List a contact's messages",
        "What sequences sent to the contact, tried to send or held back, what became of each and why, and as pending the next one of each sequence. A page goes through `limit` sequences of the organization: go on until next_cursor is null.")]
    [Path("id", "The contact's id.")]
    [Paged]
    [Answer<ContactMessageListReply>(200, "A page of messages.")]
    [Function("ListContactMessages")]
    public Task<IResult> MessagesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "contacts/{id}/messages")] HttpRequest request, string id, CancellationToken cancellation) =>
        ReadAsync(
            request,
            id,
            "messages",
            async (found, next) =>
            {
                var messages = await AtOnce.AllAsync(found, sequence => sequences.MessagesAsync(sequence, cancellation));
                return Reply.Ok(
                    new ContactMessageListReply([.. messages.SelectMany(part => part).Select(ContactMessageReply.Of)], next), SequencesJson.Default.ContactMessageListReply);
            },
            cancellation);

    private async Task<IResult> ReadAsync(
        HttpRequest request, string id, string what, Func<List<ContactSequence>, string?, Task<IResult>> answer, CancellationToken cancellation)
    {
        if (!ContactId.TryParse(id, out var contact)) return Problem.InvalidParameter("id", "must be a UUID");
        var organization = request.Caller().Organization;
        var list = $"{organization}/contacts/{contact}/{what}";
        var page = PageRequest.Of(request, cursors, list);
        if (page.Problem is { } problem) return problem;
        if (await contacts.GetAsync(organization, contact, cancellation) is null) return Problem.NotFound("contact", id);
        SequenceId? after = page.Value.Position is { } position ? SequenceId.Parse(position) : null;
        var (found, next) = await sequences.ReadAsync(organization, contact, after, page.Value.Limit, cancellation);
        return await answer(found, next is { } last ? cursors.Seal(list, last.ToString()) : null);
    }
}
