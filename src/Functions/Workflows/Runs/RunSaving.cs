using Azure;
using Cadenza.Domain.Execution;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Events;
using Cadenza.Functions.Platform.Retention;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Workflows.Runs;

/// <summary>
/// Stores runs so that nothing of them is lost: what happened by them is told first, what they wait for is noted around the
/// write. Done twice it tells the same events, which are taken in once.
/// </summary>
internal sealed class RunSaving(RunStore runs, DueIndex<RunKey> due, WaitStore waits, EventQueue events, RetentionNotes retention)
{
    /// <summary>Stores a run.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="read">As it was read; null when it is new.</param>
    /// <param name="progress">As it is now.</param>
    /// <param name="clock">The workflow's clock.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="RequestFailedException">409 or 412: somebody else carried the run on.</exception>
    public async Task<StoredRun> SaveAsync(OrganizationId organization, StoredRun? read, RunProgress progress, ActiveClock clock, CancellationToken cancellation)
    {
        var run = progress.Run;
        if (progress.Events.Count > 0) await events.SendAsync(progress.Events, cancellation);
        var (before, after) = (DueOf(organization, read?.Run, clock), DueOf(organization, run, clock));
        if (after is not null && after != before) await due.PutAsync(after, cancellation);
        await retention.NoteRunsAsync(organization, run.Workflow.ToString(), cancellation);
        var versions = await runs.SaveAsync(organization, run.Workflow, [new RunToSave(read, run)], cancellation);
        if (before is not null && before != after) await due.RemoveAsync(before, cancellation);
        var (waited, waiting) = (WaitOf(read?.Run), WaitOf(run));
        if (waiting is var (type, wait) && waiting != waited) await waits.PutAsync(organization, type, wait, cancellation);
        if (waited is var (oldType, oldWait) && waited != waiting) await waits.RemoveAsync(organization, oldType, oldWait, cancellation);
        return new StoredRun(run, versions[0]);
    }

    /// <summary>
    /// Stores new runs of one workflow that are over, all of them or none; what happened by them has been told.
    /// </summary>
    /// <exception cref="RequestFailedException">409: one of them is stored already.</exception>
    public async Task SaveEndedAsync(OrganizationId organization, WorkflowId workflow, IReadOnlyList<Run> ended, CancellationToken cancellation)
    {
        await retention.NoteRunsAsync(organization, workflow.ToString(), cancellation);
        await runs.SaveAsync(organization, workflow, [.. ended.Select(run => new RunToSave(null, run))], cancellation);
    }

    /// <summary>
    /// Notes once more what a stored run waits for: a crash right behind the write may have left it out.
    /// </summary>
    public async Task RepeatAsync(OrganizationId organization, Run run, ActiveClock clock, CancellationToken cancellation)
    {
        if (DueOf(organization, run, clock) is { } entry) await due.PutAsync(entry, cancellation);
        if (WaitOf(run) is var (type, wait)) await waits.PutAsync(organization, type, wait, cancellation);
    }

    /// <summary>When an idle run is due by the wall clock; null while its workflow stands still, or the run is not idle.</summary>
    public static DateTimeOffset? DueAt(Run run, ActiveClock clock) => run.Wait is not { } wait ? null
        : wait.IsActiveTime ? clock.WallTime(wait.Until)
        : wait.Until;

    private static (string Type, WaitingRun Run)? WaitOf(Run? run) => run?.Wait is { EventType: { } type }
        ? (type, new WaitingRun(run.Workflow, run.Id, run.AwaitedSubject))
        : null;

    private static Due<RunKey>? DueOf(OrganizationId organization, Run? run, ActiveClock clock) =>
        run is not null && DueAt(run, clock) is { } at
            ? new Due<RunKey>(at, new RunKey(organization.ToString(), run.Workflow.ToString(), run.Id.ToString()))
            : null;
}
