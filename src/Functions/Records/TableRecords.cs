using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Records;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Records.Storage;
using Cadenza.Functions.Timing;

namespace Cadenza.Functions.Records;

/// <summary>
/// Keeps all records but contacts. A step makes a record with one transaction and changes one with a read and a write; a
/// request stores its events with the change (<see cref="UnsentEvents"/>).
/// </summary>
internal sealed class TableRecords(RecordStore store, DueIndex<TaskKey> due, UnsentEvents outbox, ScanTurns turns) : IModuleRecords
{
    /// <summary>The most records that are looked at for one page.</summary>
    public const int MaxLookedAt = 5000;

    private const string Table = "records";
    private const int ReadAtOnce = 200;

    /// <inheritdoc/>
    public async Task<VersionedRecord?> FindAsync(OrganizationId organization, RecordModule module, RecordId id, CancellationToken cancellation) =>
        await store.FindAsync(organization, module, id, cancellation) is { } stored ? Kept(stored.Record) : null;

    /// <inheritdoc/>
    public Task<RecordPage> ListAsync(
        OrganizationId organization, RecordModule module, RecordFilter filter, string? position, int limit, CancellationToken cancellation) => filter.IsNarrow
        ? turns.RunAsync(() => LookAsync(organization, module, filter, position, limit, cancellation), cancellation)
        : LookAsync(organization, module, filter, position, limit, cancellation);

    private async Task<RecordPage> LookAsync(
        OrganizationId organization, RecordModule module, RecordFilter filter, string? position, int limit, CancellationToken cancellation)
    {
        var atOnce = filter.IsNarrow ? ReadAtOnce : (limit / RecordId.Shards) + 2;
        var page = await BoundedScan.ReadAsync(
            store.ListAsync(organization, module, position, atOnce, cancellation), record => RecordRows.Inverted(record.Id), filter.Matches, limit, MaxLookedAt, cancellation);
        return new RecordPage(page.Found, page.Next);
    }

    /// <inheritdoc/>
    public async Task<RecordOutcome> CreateAsync(OrganizationId organization, CrmRecord record, RecordOrigin origin, CancellationToken cancellation)
    {
        if (record.Fault() is { } fault) return RecordOutcome.Refused(RecordRefusal.Invalid, fault.Field, fault.Fault);
        if (origin.IsRepeat && await FindAsync(organization, record.Module, record.Id, cancellation) is { } kept) return new RecordOutcome(kept, []);
        var effect = origin.EffectKey is { } key ? new RecordEffect(key, origin.Now, null, null) : null;
        var content = new RecordContent(record) { Effects = effect is null ? [] : [effect] };
        var events = effect?.Events(record) ?? RecordEvents.Of(null, record, origin.Now);
        var row = effect is null ? await PrepareAsync(organization, record, events, cancellation) : null;
        await NoteDueAsync(organization, null, content, origin, cancellation);
        try
        {
            await store.AddAsync(organization, content, row, cancellation);
        }
        catch (RequestFailedException error) when (error.IsConflict())
        {
            if (effect is not null) return await RepeatAsync(organization, record, effect, cancellation);
            // The client of storage sends again what got no answer, and is refused because of itself: nobody else has the id.
            if (await FindAsync(organization, record.Module, record.Id, cancellation) is null) throw;
        }

        await outbox.SendAsync(Table, row, cancellation);
        return new RecordOutcome(Kept(record), events);
    }

    /// <inheritdoc/>
    public Task<RecordOutcome> ChangeAsync(
        OrganizationId organization, RecordTarget target, Func<CrmRecord, RecordChange> change, RecordOrigin origin, CancellationToken cancellation) =>
        OptimisticWrite.RunAsync(async () =>
        {
            if (await store.FindAsync(organization, target.Module, target.Id, cancellation) is not { } read) return RecordOutcome.Refused(RecordRefusal.Missing);
            if (read.Content.Effects.FirstOrDefault(effect => effect.Key == origin.EffectKey) is { } done)
                return new RecordOutcome(Kept(done.AfterOf(read.Record)), done.Events(read.Record));
            if (!target.Allows(EntityTag.Of(read.Record.Revision))) return RecordOutcome.Refused(RecordRefusal.Changed);
            var after = read.Record.Change(change(read.Record), origin.Now);
            if (ReferenceEquals(after, read.Record)) return new RecordOutcome(Kept(after), []);
            if (after.Fault() is { } fault) return RecordOutcome.Refused(RecordRefusal.Invalid, fault.Field, fault.Fault);
            return await ReplaceAsync(organization, read, after, origin, cancellation);
        });

    /// <inheritdoc/>
    public Task<RecordRefusal?> DeleteAsync(OrganizationId organization, RecordTarget target, CancellationToken cancellation) =>
        OptimisticWrite.RunAsync<RecordRefusal?>(async () =>
        {
            if (await store.FindAsync(organization, target.Module, target.Id, cancellation) is not { } read) return RecordRefusal.Missing;
            if (!target.Allows(EntityTag.Of(read.Record.Revision))) return RecordRefusal.Changed;
            await store.DeleteAsync(organization, read, cancellation);
            return null;
        });

    /// <summary>Tells once that a task is late, unless it was told for that moment, or the task has changed so that it is not.</summary>
    /// <returns>Whether the entry stands for nothing any more.</returns>
    public Task<bool> TellOverdueAsync(Due<TaskKey> entry, DateTimeOffset now, CancellationToken cancellation) => OptimisticWrite.RunAsync(async () =>
    {
        var read = await store.FindAsync(entry.Key.Organization, RecordModule.Tasks, entry.Key.Task, cancellation);
        if (read is null || RecordState.LateFrom(read.Record) != entry.At) return false;
        if (read.Content.OverdueFor == entry.At) return true;
        var project = RecordState.ProjectOf(read.Record) is { } id ? await store.FindAsync(entry.Key.Organization, RecordModule.Projects, id, cancellation) : null;
        var events = RecordEvents.Overdue(read.Record, project?.Record, entry.At, now);
        var partition = RecordRows.Partition(entry.Key.Organization, read.Record);
        await outbox.ArmAsync(Table, partition, cancellation);
        var row = outbox.Row(partition, $"{RecordRows.Inverted(entry.Key.Task)}|late|{RowKey.Time(entry.At)}", events);
        await store.ReplaceAsync(entry.Key.Organization, read, read.Content with { OverdueFor = entry.At }, row, cancellation);
        await outbox.SendAsync(Table, row, cancellation);
        return true;
    });

    private async Task<RecordOutcome> ReplaceAsync(
        OrganizationId organization, StoredRecord read, CrmRecord after, RecordOrigin origin, CancellationToken cancellation)
    {
        var effect = origin.EffectKey is { } key ? new RecordEffect(key, origin.Now, RecordSnapshot.Of(read.Record), null) : null;
        var content = read.Content with { Record = after, Effects = RecordEffect.Extend(read.Content.Effects, read.Record, effect) };
        var events = effect?.Events(after) ?? RecordEvents.Of(read.Record, after, origin.Now);
        var row = effect is null ? await PrepareAsync(organization, after, events, cancellation) : null;
        await NoteDueAsync(organization, read.Content, content, origin, cancellation);
        await store.ReplaceAsync(organization, read, content, row, cancellation);
        await outbox.SendAsync(Table, row, cancellation);
        return new RecordOutcome(Kept(after), events);
    }

    // The effect was carried out before: what it made is answered as it was then.
    private async Task<RecordOutcome> RepeatAsync(OrganizationId organization, CrmRecord record, RecordEffect effect, CancellationToken cancellation)
    {
        var made = await store.FindMadeAsync(organization, record.Module, record.Id.Shard, effect.Key, cancellation)
            ?? throw new RequestFailedException(409, $"There is another record with the id {record.Id}.");
        if (await store.FindAsync(organization, record.Module, made, cancellation) is not { } stored)
            return new RecordOutcome(Kept(record with { Id = made }), []);
        var done = stored.Content.Effects.FirstOrDefault(known => known.Key == effect.Key);
        return new RecordOutcome(Kept(done?.AfterOf(stored.Record) ?? stored.Record), done?.Events(stored.Record) ?? []);
    }

    private async Task<TableEntity?> PrepareAsync(
        OrganizationId organization, CrmRecord record, IReadOnlyList<RecordEvent> events, CancellationToken cancellation)
    {
        var partition = RecordRows.Partition(organization, record);
        await outbox.ArmAsync(Table, partition, cancellation);
        return outbox.Row(partition, $"{RecordRows.Inverted(record.Id)}|{RowKey.Number(record.Revision, 10)}", events);
    }

    // Before the task is written: then no task is late without an entry, and at worst an entry stands for nothing.
    private async Task NoteDueAsync(OrganizationId organization, RecordContent? before, RecordContent after, RecordOrigin origin, CancellationToken cancellation)
    {
        if (RecordState.LateFrom(after.Record) is not { } lateFrom || lateFrom == after.OverdueFor) return;
        if (before is not null && RecordState.LateFrom(before.Record) == lateFrom) return;
        await due.PutAsync(new Due<TaskKey>(lateFrom, new(organization, after.Record.Id)) { NotedAt = origin.Now }, cancellation);
    }

    private static VersionedRecord Kept(CrmRecord record) => new(record, EntityTag.Of(record.Revision));
}
