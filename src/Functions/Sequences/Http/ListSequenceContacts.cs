using System.Globalization;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Paging;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Sequences.Enrolling;
using Cadenza.Functions.Sequences.Resending;
using Cadenza.Functions.Sequences.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Sequences.Http;

/// <summary>GET /sequences/{id}/contacts.</summary>
internal sealed class ListSequenceContacts(SequenceStore sequences, EnrolledContacts enrolled, OutcomeSearch search, Cursors cursors)
{
    /// <summary>200 with where each contact stands, in a stable order; <c>limit</c> and <c>cursor</c> page.</summary>
    [Operation(
        Tags.Sequences,
        "List a sequence's contacts",
        "Everybody the sequence has enrolled, and where each one stands, in a stable order; with `outcome` those alone who have such a message. A page of those may hold fewer than the limit, even none, and still have a next one: go on until next_cursor is null.")]
    [Path("id", "The sequence's id or custom id.")]
    [Query("outcome", "Only contacts with a message of which this became.", OneOf = ["failed", "unknown", "suppressed", "retrying"])]
    [Query("step", "The step, from 0, whose message is looked at; only with `outcome`, and any step without.")]
    [Paged]
    [Answer<SequenceContactListReply>(200, "A page of contacts.")]
    [Function(nameof(ListSequenceContacts))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "sequences/{id}/contacts")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var query = ReadQuery(request);
        if (query.Problem is { } unreadable) return unreadable;
        var organization = request.Caller().Organization;
        if (await sequences.FindAsync(organization, id, cancellation) is not { Sequence: var sequence }) return SequenceAnswers.NotFound(id);
        var list = $"{organization}/sequences/{sequence.Id}/contacts{(query.Value is { } wanted ? $"?{wanted}" : "")}";
        var page = PageRequest.Of(request, cursors, list);
        if (page.Problem is { } problem) return problem;
        var cursor = EnrollmentCursor.Start;
        if (page.Value.Position is { } position && ContactId.Parse(position) is var last) cursor = new EnrollmentCursor(last.Shard, last);
        var (shown, next) = query.Value is { } outcome
            ? await FindAsync(sequence, outcome, cursor, page.Value.Limit, cancellation)
            : await ListAsync(sequence, cursor, page.Value.Limit, cancellation);
        return Reply.Ok(
            new SequenceContactListReply(shown, next is { } after ? cursors.Seal(list, after.ToString()) : null),
            SequencesJson.Default.SequenceContactListReply);
    }

    private async Task<(List<SequenceContactReply> Shown, ContactId? Next)> ListAsync(
        Sequence sequence, EnrollmentCursor cursor, int limit, CancellationToken cancellation)
    {
        var found = await enrolled.ListAsync(sequence, cursor, limit + 1, cancellation);
        var shown = found.Take(limit).ToList();
        return ([.. shown.Select(contact => SequenceContactReply.Of(contact))], found.Count > shown.Count ? shown[^1].Contact : null);
    }

    private async Task<(List<SequenceContactReply> Shown, ContactId? Next)> FindAsync(
        Sequence sequence, OutcomeQuery query, EnrollmentCursor cursor, int limit, CancellationToken cancellation)
    {
        var found = await search.FindAsync(sequence, query, cursor, limit, cancellation);
        return ([.. found.Contacts.Select(contact => SequenceContactReply.Of(contact.Contact, contact.Messages))], found.After);
    }

    private static Parsed<OutcomeQuery?> ReadQuery(HttpRequest request)
    {
        var (outcome, step) = (request.Query["outcome"], request.Query["step"]);
        if (outcome.Count == 0)
        {
            return step.Count == 0
                ? Parsed<OutcomeQuery?>.Of(null)
                : Parsed<OutcomeQuery?>.Refused(Problem.InvalidParameter("step", "is taken together with 'outcome' only"));
        }

        if (!OutcomeQuery.Names.TryGetValue(outcome.ToString(), out var status))
            return Parsed<OutcomeQuery?>.Refused(Problem.InvalidParameter("outcome", "must be one of " + string.Join(", ", OutcomeQuery.Names.Keys)));
        if (step.Count == 0) return Parsed<OutcomeQuery?>.Of(new OutcomeQuery(status, Step: null));
        return int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < SequenceDefinition.MaxSteps
            ? Parsed<OutcomeQuery?>.Of(new OutcomeQuery(status, number))
            : Parsed<OutcomeQuery?>.Refused(Problem.InvalidParameter("step", $"must be a whole number from 0 to {SequenceDefinition.MaxSteps - 1}"));
    }
}
