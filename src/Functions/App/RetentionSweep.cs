using Cadenza.Domain.Workflows;
using Cadenza.Functions.Events.Storage;
using Cadenza.Functions.Platform.Retention;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Webhooks.Storage;
using Cadenza.Functions.Workflows.Runs;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.App;

/// <summary>
/// Removes runs, events and deliveries to webhooks that were kept long enough, and what the engine keeps of their drivers. It
/// looks only where <see cref="RetentionNotes"/> say that something was written.
/// </summary>
internal sealed class RetentionSweep(RetentionStore notes, RunStore runs, EventStore events, WebhookDeliveryStore deliveries, TimeProvider clock)
{
    private const int NotesPerSweep = 20;
    private const int RowsPerSweep = 500;

    /// <summary>Removes what is old enough, in bounded pages; what is left over is for the next sweep.</summary>
    public async Task SweepAsync(Doorbells doorbells, CancellationToken cancellation)
    {
        var before = clock.GetUtcNow() - EventStore.Retention;
        foreach (var note in await notes.ListAsync(DateOnly.FromDateTime(before.UtcDateTime), NotesPerSweep, cancellation))
        {
            var organization = OrganizationId.Parse(note.Organization);
            var isDone = note switch
            {
                { Workflow: { } workflow } => await PurgeRunsAsync(organization, WorkflowId.Parse(workflow), note.Day, doorbells, cancellation),
                { Webhook: { } webhook } => await deliveries.PurgeAsync(new WebhookKey(organization, webhook), EndOf(note.Day), RowsPerSweep, cancellation),
                _ => await events.PurgeAsync(organization, RowsPerSweep, cancellation),
            };
            if (isDone) await notes.RemoveAsync(note, cancellation);
        }
    }

    // Runs of that day that wait, or ended on a later one, are left alone: they were noted again when they were stored last.
    private async Task<bool> PurgeRunsAsync(OrganizationId organization, WorkflowId workflow, DateOnly day, Doorbells doorbells, CancellationToken cancellation)
    {
        var removed = await runs.PurgeAsync(organization, workflow, EndOf(day), RowsPerSweep, cancellation);
        foreach (var run in removed) await doorbells.PurgeRunAsync(run.Id.ToString(), cancellation);
        return removed.Count < RowsPerSweep;
    }

    private static DateTimeOffset EndOf(DateOnly day) => new(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
