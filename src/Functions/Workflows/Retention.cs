using System.Collections.Concurrent;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Orchestrations;
using Cadenza.Functions.Storage;

namespace Cadenza.Functions.Workflows;

/// <summary>
/// Removes runs and events that were kept long enough, and what the engine keeps of their drivers. Each day on which
/// something is written is noted once by each process, so that the sweep looks nowhere else.
/// </summary>
internal sealed class Retention(RetentionStore notes, RunStore runs, EventStore events, TimeProvider clock)
{
    private const int NotesPerSweep = 20;
    private const int RowsPerSweep = 500;
    private const int MaxNoted = 100_000;

    private readonly ConcurrentDictionary<RetentionNote, bool> _noted = new();

    /// <summary>Notes that events of an organization are written today, or runs of a workflow.</summary>
    public async ValueTask NoteAsync(OrganizationId organization, WorkflowId? workflow, CancellationToken cancellation)
    {
        var note = new RetentionNote(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), organization.ToString(), workflow?.ToString());
        if (_noted.ContainsKey(note)) return;
        await notes.PutAsync(note, cancellation);
        if (_noted.Count >= MaxNoted) _noted.Clear();
        _noted[note] = true;
    }

    /// <summary>Removes what is old enough, in bounded pages; what is left over is for the next sweep.</summary>
    public async Task SweepAsync(Doorbells doorbells, CancellationToken cancellation)
    {
        var before = clock.GetUtcNow() - EventStore.Retention;
        foreach (var note in await notes.ListAsync(DateOnly.FromDateTime(before.UtcDateTime), NotesPerSweep, cancellation))
        {
            var organization = OrganizationId.Parse(note.Organization);
            var isDone = note.Workflow is { } workflow
                ? await PurgeRunsAsync(organization, WorkflowId.Parse(workflow), note.Day, doorbells, cancellation)
                : await events.PurgeAsync(organization, RowsPerSweep, cancellation);
            if (isDone) await notes.RemoveAsync(note, cancellation);
        }
    }

    // Runs of that day that wait, or ended on a later one, are left alone: they were noted again when they were stored last.
    private async Task<bool> PurgeRunsAsync(OrganizationId organization, WorkflowId workflow, DateOnly day, Doorbells doorbells, CancellationToken cancellation)
    {
        var end = new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var removed = await runs.PurgeAsync(organization, workflow, end, RowsPerSweep, cancellation);
        foreach (var run in removed) await doorbells.PurgeRunAsync(run.Id.ToString(), cancellation);
        return removed.Count < RowsPerSweep;
    }
}
