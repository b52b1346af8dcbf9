using Cadenza.Domain.Sequences;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Timing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Cadenza.Functions.Sequences.Http;

/// <summary>PUT /sequences/{id}/start, pause, resume and cancel. Each answers 200 with the sequence, or 409 saying why not.</summary>
internal sealed class ChangeSequenceStatus(SequenceCommands commands, SequenceAnswers answers, AuditStore audit)
{
    /// <summary>Starts a pending sequence.</summary>
    [Operation(Tags.Sequences, "Start a sequence", "Enrolls the contacts that match the filter, in the background, and begins to send.")]
    [Path("id", "The sequence's id or custom id, or the id of a run.")]
    [Conditional]
    [Answer<SequenceReply>(200, "The sequence.", HasETag = true)]
    [Refusal(409, "sequence_active", "The sequence is active.")]
    [Refusal(409, "sequence_paused", "The sequence is paused.")]
    [Refusal(409, "sequence_complete", "The sequence is complete.")]
    [Refusal(409, "sequence_canceled", "The sequence is canceled.")]
    [Refusal(409, "no_unsubscribe_url", "A marketing text says `{{unsubscribe_url}}`, and it is not known where the app is reached.")]
    [Function("StartSequence")]
    public Task<IResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "sequences/{id}/start")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) => ChangeAsync(request, id, LifecycleCommand.Start, client, cancellation);

    /// <summary>Holds an active sequence.</summary>
    [Operation(Tags.Sequences, "Pause a sequence", "Starts no new message. The step under way is finished; delays stand still.")]
    [Path("id", "The sequence's id or custom id, or the id of a run.")]
    [Conditional]
    [Answer<SequenceReply>(200, "The sequence.", HasETag = true)]
    [Refusal(409, "sequence_pending", "The sequence is pending.")]
    [Refusal(409, "sequence_paused", "The sequence is paused.")]
    [Refusal(409, "sequence_complete", "The sequence is complete.")]
    [Refusal(409, "sequence_canceled", "The sequence is canceled.")]
    [Refusal(409, "too_many_runs", "Too many runs of the sequence are controlled apart from it.")]
    [Refusal(409, "run_paused", "The run is paused.")]
    [Refusal(409, "run_complete", "The run is complete.")]
    [Refusal(409, "run_canceled", "The run is canceled.")]
    [Function("PauseSequence")]
    public Task<IResult> PauseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "sequences/{id}/pause")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) => ChangeAsync(request, id, LifecycleCommand.Pause, client, cancellation);

    /// <summary>Lets a paused sequence go on with its remaining delays.</summary>
    [Operation(Tags.Sequences, "Resume a sequence", "Goes on with what remained of the delays.")]
    [Path("id", "The sequence's id or custom id, or the id of a run.")]
    [Conditional]
    [Answer<SequenceReply>(200, "The sequence.", HasETag = true)]
    [Refusal(409, "sequence_pending", "The sequence is pending.")]
    [Refusal(409, "sequence_active", "The sequence is active.")]
    [Refusal(409, "sequence_complete", "The sequence is complete.")]
    [Refusal(409, "sequence_canceled", "The sequence is canceled.")]
    [Refusal(409, "too_many_runs", "Too many runs of the sequence are controlled apart from it.")]
    [Refusal(409, "run_active", "The run is active.")]
    [Refusal(409, "run_complete", "The run is complete.")]
    [Refusal(409, "run_canceled", "The run is canceled.")]
    [Function("ResumeSequence")]
    public Task<IResult> ResumeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "sequences/{id}/resume")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) => ChangeAsync(request, id, LifecycleCommand.Resume, client, cancellation);

    /// <summary>Stops a sequence for good.</summary>
    [Operation(Tags.Sequences, "Cancel a sequence", "Ends the sequence for good: nothing is sent from then on. One that is complete stays so, and what was asked to be sent again is called off.")]
    [Path("id", "The sequence's id or custom id, or the id of a run.")]
    [Conditional]
    [Answer<SequenceReply>(200, "The sequence.", HasETag = true)]
    [Refusal(409, "sequence_complete", "The sequence is complete, and nothing was asked to be sent again that could be called off.")]
    [Refusal(409, "sequence_canceled", "The sequence is canceled.")]
    [Refusal(409, "too_many_runs", "Too many runs of the sequence are controlled apart from it.")]
    [Refusal(409, "run_complete", "The run is complete.")]
    [Refusal(409, "run_canceled", "The run is canceled.")]
    [Function("CancelSequence")]
    public Task<IResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "sequences/{id}/cancel")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) => ChangeAsync(request, id, LifecycleCommand.Cancel, client, cancellation);

    private async Task<IResult> ChangeAsync(
        HttpRequest request, string id, LifecycleCommand command, DurableTaskClient client, CancellationToken cancellation)
    {
        var organization = request.Caller().Organization;
        var condition = IfMatch.Of(request);
        var result = await commands.ExecuteAsync(
            organization, id, command, new Doorbells(client), version => condition.Allows(EntityTag.Of(version)), cancellation);
        if (result is CommandResult.Done changed) await audit.AppendAsync(SequenceAudit.StatusChanged(changed, request), cancellation);
        return result switch
        {
            CommandResult.Done done => await answers.OkAsync(done.Stored, cancellation),
            CommandResult.Stale => Problem.PreconditionFailed(),
            CommandResult.NotFound => SequenceAnswers.NotFound(id),
            CommandResult.NoUnsubscribeUrl faulty => SequenceAnswers.NoUnsubscribeUrl(faulty.Steps),
            CommandResult.TooManyRuns => Problem.Conflict(
                "too_many_runs", $"{RunControl.MaxRuns} runs of the sequence are paused or canceled apart from it; resume some, or act on the sequence."),
            CommandResult.WrongStatus wrong => Refuse(command, wrong),
            _ => throw new ArgumentOutOfRangeException(nameof(request), result.GetType().Name, "A result without an answer."),
        };
    }

    private static Problem Refuse(LifecycleCommand command, CommandResult.WrongStatus wrong)
    {
        var (subject, status) = wrong;
        var accepted = string.Join(" or ", SequenceLifecycle.AcceptedIn(command).Select(Wire));
        return Problem.Conflict($"{subject}_{Wire(status)}", $"The {subject} is {Wire(status)}; {Wire(command)} takes one that is {accepted}.");
    }

    private static string Wire<T>(T name)
        where T : struct, Enum => name.ToString().ToLowerInvariant();
}
