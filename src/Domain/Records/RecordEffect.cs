namespace Cadenza.Domain.Records;

/// <summary>What a record was at some time.</summary>
/// <param name="Fields">Its fields.</param>
/// <param name="OwnerId">The user whose work it is.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="UpdatedAt">When the record last changed before this.</param>
/// <param name="Revision">Which revision.</param>
public sealed record RecordSnapshot(RecordFields Fields, string? OwnerId, IReadOnlyList<string> Tags, DateTimeOffset UpdatedAt, int Revision)
{
    /// <summary>The record as it is.</summary>
    public static RecordSnapshot Of(CrmRecord record) => new(record.Fields, record.OwnerId, record.Tags, record.UpdatedAt, record.Revision);

    /// <summary>The record as it was.</summary>
    public CrmRecord Of(RecordId id, RecordModule module, DateTimeOffset createdAt) => new(id, module, Fields, OwnerId, Tags, createdAt, UpdatedAt, Revision);
}

/// <summary>
/// What a step of a workflow did to a record, kept with the record: should the step be carried out again, it finds here that
/// it was, and what came of it.
/// </summary>
/// <param name="Key">The step's effect key.</param>
/// <param name="At">When the step was carried out.</param>
/// <param name="Before">The record before; null when the step made it.</param>
/// <param name="After">The record after; null while that is what the record still is.</param>
public sealed record RecordEffect(string Key, DateTimeOffset At, RecordSnapshot? Before, RecordSnapshot? After)
{
    /// <summary>How many a record keeps: more than there are steps on their way that touch one record at once.</summary>
    public const int Kept = 16;

    /// <summary>The effects of a record after one more change; the oldest go.</summary>
    /// <param name="effects">Those so far, the oldest first.</param>
    /// <param name="current">The record before the change.</param>
    /// <param name="added">What a step does now; null when it is no step that changes the record.</param>
    public static IReadOnlyList<RecordEffect> Extend(IReadOnlyList<RecordEffect> effects, CrmRecord current, RecordEffect? added)
    {
        var closed = effects.Select(effect => effect.After is null ? effect with { After = RecordSnapshot.Of(current) } : effect);
        return [.. (added is null ? closed : closed.Append(added)).TakeLast(Kept)];
    }

    /// <summary>The record that the step left.</summary>
    /// <param name="current">The record as it is.</param>
    public CrmRecord AfterOf(CrmRecord current) => After?.Of(current.Id, current.Module, current.CreatedAt) ?? current;

    /// <summary>The events that the step made: the same as when it made them.</summary>
    /// <param name="current">The record as it is.</param>
    public IReadOnlyList<RecordEvent> Events(CrmRecord current) =>
        RecordEvents.Of(Before?.Of(current.Id, current.Module, current.CreatedAt), AfterOf(current), At, Key);
}
