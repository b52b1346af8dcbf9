using Cadenza.Functions.Platform.Caching;

namespace Cadenza.Functions.Platform.Retention;

/// <summary>Notes on which days something is written that goes once it was kept long enough. Each process notes each day once.</summary>
internal sealed class RetentionNotes(RetentionStore notes, TimeProvider clock)
{
    private const int MaxNoted = 100_000;

    private readonly BoundedCache<RetentionNote, bool> _noted = new(MaxNoted);

    /// <summary>Notes that events of an organization are written today.</summary>
    public ValueTask NoteEventsAsync(OrganizationId organization, CancellationToken cancellation) =>
        NoteAsync(new RetentionNote(Today(), organization.ToString()), cancellation);

    /// <summary>Notes that runs of a workflow are written today.</summary>
    public ValueTask NoteRunsAsync(OrganizationId organization, string workflow, CancellationToken cancellation) =>
        NoteAsync(new RetentionNote(Today(), organization.ToString(), Workflow: workflow), cancellation);

    /// <summary>Notes that deliveries to a webhook are written today.</summary>
    public ValueTask NoteDeliveriesAsync(OrganizationId organization, Guid webhook, CancellationToken cancellation) =>
        NoteAsync(new RetentionNote(Today(), organization.ToString(), Webhook: webhook), cancellation);

    private async ValueTask NoteAsync(RetentionNote note, CancellationToken cancellation)
    {
        if (_noted.TryGet(note, out _)) return;
        await notes.PutAsync(note, cancellation);
        _noted.Keep(note, true);
    }

    private DateOnly Today() => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
}
