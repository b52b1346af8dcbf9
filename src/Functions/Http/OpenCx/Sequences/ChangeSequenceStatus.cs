using Cadenza.Domain.Sequences;
using Cadenza.Functions.Http.Platform.Problems;
using Cadenza.Functions.Orchestrations;
using Cadenza.Functions.Security;
using Cadenza.Functions.Sequences;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Cadenza.Functions.Http.OpenCx.Sequences;

/// <summary>PUT /sequences/{id}/start, pause, resume and cancel. Each answers 200 with the sequence, or 409 saying why not.</summary>
internal sealed class ChangeSequenceStatus(SequenceCommands commands, SequenceAnswers answers)
{
    /// <summary>Starts a pending sequence.</summary>
    [Function("StartSequence")]
    public Task<IResult> StartAsync(
        [HttpTrigger("put", Route = "sequences/{id}/start")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) => ChangeAsync(request, id, LifecycleCommand.Start, client, cancellation);

    /// <summary>Holds an active sequence.</summary>
    [Function("PauseSequence")]
    public Task<IResult> PauseAsync(
        [HttpTrigger("put", Route = "sequences/{id}/pause")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) => ChangeAsync(request, id, LifecycleCommand.Pause, client, cancellation);

    /// <summary>Lets a paused sequence go on with its remaining delays.</summary>
    [Function("ResumeSequence")]
    public Task<IResult> ResumeAsync(
        [HttpTrigger("put", Route = "sequences/{id}/resume")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) => ChangeAsync(request, id, LifecycleCommand.Resume, client, cancellation);

    /// <summary>Stops a sequence for good.</summary>
    [Function("CancelSequence")]
    public Task<IResult> CancelAsync(
        [HttpTrigger("put", Route = "sequences/{id}/cancel")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) => ChangeAsync(request, id, LifecycleCommand.Cancel, client, cancellation);

    private async Task<IResult> ChangeAsync(
        HttpRequest request, string id, LifecycleCommand command, DurableTaskClient client, CancellationToken cancellation)
    {
        var organization = request.Caller().Organization;
        var result = await commands.ExecuteAsync(organization, id, command, new Doorbells(client), cancellation);
        return result switch
        {
            CommandResult.Done done => await answers.OkAsync(done.Stored, cancellation),
            CommandResult.NotFound => SequenceAnswers.NotFound(id),
            CommandResult.Continuous => Problem.Conflict(
                "continuous_not_available", "Continuous sequences cannot be started yet; create the sequence with \"is_continuous\": false."),
            CommandResult.WrongStatus wrong => Refuse(command, wrong.Status),
            _ => throw new ArgumentOutOfRangeException(nameof(request), result.GetType().Name, "A result without an answer."),
        };
    }

    private static Problem Refuse(LifecycleCommand command, SequenceStatus status)
    {
        var accepted = string.Join(" or ", SequenceLifecycle.AcceptedIn(command).Select(Wire));
        return Problem.Conflict($"sequence_{Wire(status)}", $"The sequence is {Wire(status)}; {Wire(command)} takes one that is {accepted}.");
    }

    private static string Wire<T>(T name)
        where T : struct, Enum => name.ToString().ToLowerInvariant();
}
