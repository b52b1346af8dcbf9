using Cadenza.Domain.Contacts;
using Cadenza.Domain.Records;
using Cadenza.Domain.Values;
using Cadenza.Functions.Contacts;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Platform.Http.Replies;

namespace Cadenza.Functions.Records;

/// <summary>The contacts of <c>/contacts</c> as records of the CRM; see <see cref="ContactAsRecord"/>. Their store tells of changes itself.</summary>
internal sealed class ContactRecords(
    ContactStore contacts, LastContactStore lastContacts, ContactCreation creation, ContactSearch search, ContactErasure erasure, ContactChanges changes) : IModuleRecords
{
    private const int MaxEffects = 8;

    /// <inheritdoc/>
    public async Task<VersionedRecord?> FindAsync(OrganizationId organization, RecordModule module, RecordId id, CancellationToken cancellation) =>
        await contacts.GetAsync(organization, ContactId.Parse(id.ToString()), cancellation) is { } stored
            ? Kept(await lastContacts.CompleteAsync(organization, stored, cancellation))
            : null;

    /// <inheritdoc/>
    public async Task<RecordPage> ListAsync(
        OrganizationId organization, RecordModule module, RecordFilter filter, string? position, int limit, CancellationToken cancellation)
    {
        (string Name, string? Value)[] wanted = [("ownerId", filter.OwnerId), ("stage", filter.Stage), ("status", filter.Status)];
        var attributes = wanted.Where(one => one.Value is not null).ToDictionary(one => one.Name, one => one.Value!);
        var page = await search.ReadAsync(organization, new ContactQuery(null, null, null, attributes), position, limit, cancellation);
        return new RecordPage([.. page.Contacts.Select(ContactAsRecord.Of)], page.Next);
    }

    /// <inheritdoc/>
    public async Task<RecordOutcome> CreateAsync(OrganizationId organization, CrmRecord record, RecordOrigin origin, CancellationToken cancellation)
    {
        if (origin.EffectKey is not null) throw new NotSupportedException("No step makes contacts.");
        var (email, phone) = (record.Fields.Text("email"), record.Fields.Text("phone"));
        if (email is null && phone is null) return RecordOutcome.Refused(RecordRefusal.Invalid, "email", "is required, unless 'phone' is given");
        var shard = ContactStore.ShardFor(email is null ? null : EmailAddress.Parse(email), phone is null ? null : PhoneNumber.Parse(phone));
        var id = ContactId.Create(Guid.ParseExact(record.Id.ToString(), "D"), shard);
        var blank = new Contact(id, null, null, null, new Dictionary<string, string>(), false, record.CreatedAt, record.UpdatedAt);
        var contact = ContactAsRecord.Apply(blank, ContactAsRecord.Of(blank), record);
        if (ContactAsRecord.Fault(contact) is { } fault) return RecordOutcome.Refused(RecordRefusal.Invalid, fault.Field, fault.Fault);
        if (origin.IsRepeat && await contacts.GetAsync(organization, id, cancellation) is { } made)
            return Written(await lastContacts.CompleteAsync(organization, made, cancellation), null, origin);
        var (result, created) = await creation.CreateAsync(organization, contact, cancellation);
        if (result != ContactWrite.Done) return Taken(result);
        changes.Publish(organization, id);
        return Written(created, null, origin);
    }

    /// <inheritdoc/>
    public Task<RecordOutcome> ChangeAsync(
        OrganizationId organization, RecordTarget target, Func<CrmRecord, RecordChange> change, RecordOrigin origin, CancellationToken cancellation) =>
        OptimisticWrite.RunAsync(async () =>
        {
            if (await contacts.GetAsync(organization, ContactId.Parse(target.Id.ToString()), cancellation) is not { } stored)
                return RecordOutcome.Refused(RecordRefusal.Missing);
            var read = await lastContacts.CompleteAsync(organization, stored, cancellation);
            var before = ContactAsRecord.Of(read.Contact);
            if (read.Contact.Effects.FirstOrDefault(effect => effect.Key == origin.EffectKey) is { } done)
                return new RecordOutcome(new VersionedRecord(done.AfterOf(before), EntityTag.Of(read.Version)), done.Events(before));
            if (!target.Allows(EntityTag.Of(read.Version))) return RecordOutcome.Refused(RecordRefusal.Changed);
            var after = before.Change(change(before), origin.Now);
            if (ReferenceEquals(after, before)) return new RecordOutcome(Kept(read), []);
            return await ReplaceAsync(organization, read, after, origin, cancellation);
        });

    /// <inheritdoc/>
    public async Task<RecordRefusal?> DeleteAsync(OrganizationId organization, RecordTarget target, CancellationToken cancellation) =>
        await erasure.EraseAsync(organization, ContactId.Parse(target.Id.ToString()), version => target.Allows(EntityTag.Of(version)), cancellation) switch
        {
            null => null,
            ErasureRefusal.Unknown => RecordRefusal.Missing,
            _ => RecordRefusal.Changed,
        };

    private async Task<RecordOutcome> ReplaceAsync(
        OrganizationId organization, StoredContact read, CrmRecord after, RecordOrigin origin, CancellationToken cancellation)
    {
        var before = ContactAsRecord.Of(read.Contact);
        var changed = ContactAsRecord.Apply(read.Contact, before, after);
        if (ContactAsRecord.Fault(changed) is { } fault) return RecordOutcome.Refused(RecordRefusal.Invalid, fault.Field, fault.Fault);
        // What the step left is kept whole: changes over OpenCX know nothing of effects.
        if (origin.EffectKey is { } key)
        {
            var effect = Effect(key, origin.Now, before, ContactAsRecord.Of(changed));
            changed = changed with { Effects = [.. read.Contact.Effects.Append(effect).TakeLast(MaxEffects)] };
        }

        var (result, version) = await contacts.UpdateAsync(organization, read, changed, cancellation, isTold: origin.EffectKey is not null);
        if (result != ContactWrite.Done) return Taken(result);
        changes.Publish(organization, changed.Id);
        return Written(new StoredContact(changed, version), read.Contact, origin);
    }

    // Cut to what an event takes, since the row of the contact holds several.
    private static RecordEffect Effect(string key, DateTimeOffset now, CrmRecord before, CrmRecord after) =>
        new(key, now, RecordSnapshot.Of(ContactForEvents.Of(before, after)), RecordSnapshot.Of(ContactForEvents.Of(after, before)));

    private static RecordOutcome Written(StoredContact stored, Contact? before, RecordOrigin origin)
    {
        var (was, now) = (before is null ? null : ContactAsRecord.Of(before), ContactAsRecord.Of(stored.Contact));
        var events = stored.Contact.Effects.LastOrDefault(effect => effect.Key == origin.EffectKey)?.Events(now) ?? RecordEvents.Of(was, now, origin.Now, "told");
        return new RecordOutcome(Kept(stored), events);
    }

    private static RecordOutcome Taken(ContactWrite result) => result == ContactWrite.EmailTaken
        ? RecordOutcome.Refused(RecordRefusal.Taken, "email", "is taken by another contact")
        : RecordOutcome.Refused(RecordRefusal.Taken, "phone", "is taken by another contact");

    private static VersionedRecord Kept(StoredContact stored) => new(ContactAsRecord.Of(stored.Contact), EntityTag.Of(stored.Version));
}
