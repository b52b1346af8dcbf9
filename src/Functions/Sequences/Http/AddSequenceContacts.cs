using Cadenza.Domain.Sequences;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Idempotency;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Sequences.Enrolling;
using Cadenza.Functions.Sequences.Storage;
using Cadenza.Functions.Timing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Cadenza.Functions.Sequences.Http;

/// <summary>POST /sequences/{id}/contacts.</summary>
internal sealed class AddSequenceContacts(SequenceStore sequences, SequenceIntake intake, AuditStore audit, PhoneRegions regions, TimeProvider clock)
{
    /// <summary>
    /// 201 with the run of those enrolled, and why others are not; 409 unless the sequence is continuous and active or paused.
    /// </summary>
    [Operation(
        Tags.Sequences,
        "Add contacts to a sequence",
        "Enrolls up to 500 contacts in a continuous sequence as a run of their own. Unknown addresses become contacts; contacts outside the filter are not enrolled.")]
    [Path("id", "The sequence's id or custom id.")]
    [Query(PhoneRegions.Parameter, PhoneRegions.About)]
    [Body<SequenceContactsBody>]
    [Answer<IntakeReply>(201, "The run of those enrolled, and why the others are not.", HasLocation = true)]
    [Refusal(409, "sequence_not_continuous", "The sequence is one-off; it enrolls those who match when it is started.")]
    [Refusal(409, "sequence_pending", "The sequence is not started.")]
    [Refusal(409, "sequence_complete", "The sequence is complete.")]
    [Refusal(409, "sequence_canceled", "The sequence is canceled.")]
    [Function(nameof(AddSequenceContacts))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sequences/{id}/contacts")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var region = regions.Of(request);
        if (region.Problem is { } unknown) return unknown;
        var body = await JsonBody.ReadAsync(request, SequenceContactsBody.With(region.Value), cancellation);
        if (body.Problem is { } problem) return problem;
        if (await sequences.FindAsync(request.Caller().Organization, id, cancellation) is not { Sequence: var sequence }) return SequenceAnswers.NotFound(id);
        if (!sequence.IsContinuous)
        {
            return Problem.Conflict("sequence_not_continuous", "Contacts are added to continuous sequences; a one-off sequence enrolls those who match when it is started.");
        }

        if (!SequenceLifecycle.TakesContacts(sequence.Status))
        {
            var status = sequence.Status.ToString().ToLowerInvariant();
            return Problem.Conflict($"sequence_{status}", $"The sequence is {status}; contacts are added to one that is active or paused.");
        }

        var now = clock.GetUtcNow();
        var result = await intake.TakeAsync(sequence, request.NewId(now), body.Value.Contacts, body.Value.Reenroll, new Doorbells(client).RingSequenceAsync, cancellation);
        if (result.Run is { } run)
        {
            var enrolled = result.Results.Count(contact => contact.Reason is null);
            await audit.AppendAsync(SequenceAudit.ContactsAdded(sequence, run, enrolled, now, request), cancellation);
        }

        return Reply.Created($"/sequences/{sequence.Id}/contacts", IntakeReply.Of(result), SequencesJson.Default.IntakeReply);
    }
}
