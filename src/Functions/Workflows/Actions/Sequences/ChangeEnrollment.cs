using System.Security.Cryptography;
using System.Text;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Ids;
using Cadenza.Domain.Sequences;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Sequences.Enrolling;
using Cadenza.Functions.Sequences.Sending;
using Cadenza.Functions.Sequences.Storage;
using Cadenza.Functions.Workflows.Actions.Records;
using Cadenza.Functions.Workflows.Runs;

namespace Cadenza.Functions.Workflows.Actions.Sequences;

/// <summary>
/// enroll_in_sequence {sequenceId, contactId?, reEnroll?} and exit_sequence {sequenceId, contactId?}: the run's own contact
/// unless one is named. Repeatable: the run that an enrollment makes follows from the effect key, and who has left has left.
/// </summary>
internal sealed class ChangeEnrollment(SequenceStore sequences, SequenceIntake intake, EnrolledContacts enrolled, CohortWakeUps wakeUps) : IStepAction
{
    private const string Enroll = "enroll_in_sequence";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Types { get; } = [Enroll, "exit_sequence"];

    /// <inheritdoc/>
    public async Task<StepResult> PerformAsync(StepCall call, CancellationToken cancellation)
    {
        var input = new StepInput(call.Input);
        if (ContactOf(call, input) is not { } contact) return Failed("no_contact", "The step names no contact, and the run is about none.");
        if (input.Text("sequenceId") is not { } id || await sequences.FindAsync(call.Organization, id, cancellation) is not { Sequence: { } sequence })
            return Failed("sequence_missing", "There is no such sequence.");
        return call.Type == Enroll
            ? await EnrollAsync(call, sequence, contact, input["reEnroll"] is { Kind: ValueKind.Boolean, AsBoolean: true }, cancellation)
            : await ExitAsync(call, sequence, contact, cancellation);
    }

    private async Task<StepResult> EnrollAsync(StepCall call, Sequence sequence, ContactId contact, bool reenroll, CancellationToken cancellation)
    {
        if (!sequence.IsContinuous) return Failed("sequence_not_continuous", "Contacts are added to continuous sequences.");
        if (sequence.Status is not (SequenceStatus.Active or SequenceStatus.Paused)) return Failed("sequence_not_active", "The sequence is not active.");
        var run = RunOf(call.Run.Run, call.EffectKey);
        // Rung through a queue: the gathering of newcomers is what the sequence waits for anyhow.
        var taken = await intake.TakeAsync(
            sequence, run, [new IntakeContact(contact, null, null)], reenroll, wakeUps.RequestSequenceAsync, cancellation);
        return taken.Results[0].Reason is { } reason
            ? new StepResult.Skipped(reason)
            : new StepResult.Done(Value.Object([KeyValuePair.Create("run_id", Value.Of(run.ToString("D")))]));
    }

    private async Task<StepResult> ExitAsync(StepCall call, Sequence sequence, ContactId contact, CancellationToken cancellation) =>
        await enrolled.ExitAsync(sequence, contact, call.Now, cancellation)
            ? new StepResult.Done(Value.Object([KeyValuePair.Create("sequence_id", Value.Of(sequence.Id.ToString()))]))
            : new StepResult.Skipped("not_enrolled");

    /// <summary>The id of the run that an enrollment by a step makes: as old as the run that the step is of, and the same at each repeat.</summary>
    internal static Guid RunOf(RunId run, string effectKey) =>
        HashedUuid.Version7(run.ToGuid(), SHA256.HashData(Encoding.UTF8.GetBytes(effectKey)));

    private static ContactId? ContactOf(StepCall call, StepInput input) => input.Text("contactId") is { } named
        ? ContactId.TryParse(named, out var id) ? id : null
        : RunContacts.Find(call.Subject, call.Trigger);

    private static StepResult.Failed Failed(string code, string message) => new(code, message, IsTemporary: false);
}
