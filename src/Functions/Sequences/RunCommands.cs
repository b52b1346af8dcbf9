using Azure;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Sequences.Storage;
using Cadenza.Functions.Timing;

namespace Cadenza.Functions.Sequences;

/// <summary>Carries out what a user asks of one run of a sequence (B6).</summary>
internal sealed class RunCommands(SequenceStore sequences, CohortStore cohorts, SequenceChanges changes, TimeProvider clock)
{
    /// <summary>Executes a command on the run with this id; see <see cref="SequenceCommands"/>.</summary>
    public async Task<CommandResult> ExecuteAsync(
        OrganizationId organization, string id, LifecycleCommand command, Doorbells doorbells, Func<ETag, bool> allows, CancellationToken cancellation)
    {
        if (!Guid.TryParseExact(id, "D", out var runId)
            || await cohorts.FindRunAsync(organization, runId, cancellation) is not { } run
            || await sequences.GetAsync(organization, SequenceId.Parse(run.Sequence), cancellation) is not { } read) return new CommandResult.NotFound();
        if (!allows(read.Version)) return new CommandResult.Stale();
        var cohort = await cohorts.GetAsync(run, cancellation);
        if (cohort is { Phase: CohortPhase.Done }) return new CommandResult.WrongStatus("run", EndOf(read.Sequence, runId));
        if (RunLifecycle.Apply(read.Sequence, runId, command, clock.GetUtcNow()) is not { } changed)
        {
            return new CommandResult.WrongStatus("run", read.Sequence.StatusOf(runId));
        }

        if (changed.Runs.Count > RunControl.MaxRuns) changed = await ForgetDoneAsync(changed, cancellation);
        if (changed.Runs.Count > RunControl.MaxRuns) return new CommandResult.TooManyRuns();
        var before = read.Sequence.ControlOf(runId)?.Status ?? SequenceStatus.Active;
        return new CommandResult.Done(await changes.StoreRunAsync(read, changed, run, doorbells, cancellation), before, runId);
    }

    private static SequenceStatus EndOf(Sequence sequence, Guid run) =>
        sequence.StatusOf(run) == SequenceStatus.Canceled ? SequenceStatus.Canceled : SequenceStatus.Complete;

    private async Task<Sequence> ForgetDoneAsync(Sequence sequence, CancellationToken cancellation)
    {
        var open = new List<RunControl>();
        foreach (var control in sequence.Runs)
        {
            var run = await cohorts.FindRunAsync(sequence.Organization, control.Run, cancellation);
            if (run is null || await cohorts.GetAsync(run, cancellation) is not { Phase: CohortPhase.Done }) open.Add(control);
        }

        return sequence with { Runs = open };
    }
}
