using Cadenza.Domain.Records;
using Cadenza.Functions.Platform.Http.Replies;

namespace Cadenza.Functions.Records;

/// <summary>A record as it is kept, and the tag of its version.</summary>
internal sealed record VersionedRecord(CrmRecord Record, EntityTag Tag);

/// <summary>On whose account a record changes.</summary>
/// <param name="Now">The current time.</param>
/// <param name="EffectKey">
/// The effect of a workflow's step, which is carried out once and whose events the step hands on; null for a request, whose
/// events are sent with the change.
/// </param>
internal sealed record RecordOrigin(DateTimeOffset Now, string? EffectKey = null)
{
    /// <summary>Whether an earlier attempt of the request may have made the record (G5): then that is the answer.</summary>
    public bool IsRepeat { get; init; }
}

/// <summary>Why a record was not written.</summary>
internal enum RecordRefusal
{
    /// <summary>There is no such record.</summary>
    Missing,

    /// <summary>It is not in the version asked for.</summary>
    Changed,

    /// <summary>It would break a rule.</summary>
    Invalid,

    /// <summary>Another contact has the address.</summary>
    Taken,
}

/// <summary>What came of writing a record.</summary>
/// <param name="Record">The record from now on; null when it was refused, or is gone.</param>
/// <param name="Events">What happened by it.</param>
internal sealed record RecordOutcome(VersionedRecord? Record, IReadOnlyList<RecordEvent> Events)
{
    /// <summary>Why it was not written; null when it was.</summary>
    public RecordRefusal? Refusal { get; init; }

    /// <summary>Which field the refusal is about; empty for the record as a whole.</summary>
    public string Field { get; init; } = "";

    /// <summary>What is wrong with it: "must have …".</summary>
    public string Fault { get; init; } = "";

    /// <summary>Whether anything was written.</summary>
    public bool IsChange => Events.Count > 0;

    /// <summary>It was not written.</summary>
    public static RecordOutcome Refused(RecordRefusal refusal, string field = "", string fault = "") =>
        new(null, []) { Refusal = refusal, Field = field, Fault = fault };
}

/// <summary>What a list of records is narrowed to; null narrows nothing.</summary>
internal sealed record RecordFilter(string? OwnerId, string? Stage, string? Status)
{
    /// <summary>Whether it leaves anything out.</summary>
    public bool IsNarrow => OwnerId is not null || Stage is not null || Status is not null;

    /// <summary>Whether a record is meant.</summary>
    public bool Matches(CrmRecord record) =>
        (OwnerId is null || OwnerId == record.OwnerId)
        && (Stage is null || Stage == record.Fields.Text("stage"))
        && (Status is null || Status == record.Fields.Text("status"));
}

/// <summary>A page of records.</summary>
/// <param name="Records">The records of the page.</param>
/// <param name="Next">Where the next page begins; null on the last one.</param>
internal sealed record RecordPage(IReadOnlyList<CrmRecord> Records, string? Next);

/// <summary>Keeps the records of a module (D7). Every writing may be repeated: see <see cref="RecordOrigin"/>.</summary>
internal interface IModuleRecords
{
    /// <summary>The record, or null.</summary>
    Task<VersionedRecord?> FindAsync(OrganizationId organization, RecordModule module, RecordId id, CancellationToken cancellation);

    /// <summary>A page of a module's records.</summary>
    Task<RecordPage> ListAsync(
        OrganizationId organization, RecordModule module, RecordFilter filter, string? position, int limit, CancellationToken cancellation);

    /// <summary>Stores a new record.</summary>
    Task<RecordOutcome> CreateAsync(OrganizationId organization, CrmRecord record, RecordOrigin origin, CancellationToken cancellation);

    /// <summary>Changes a record: reads, decides and writes, and again when somebody else's change came first.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="target">Which record.</param>
    /// <param name="change">What is to be different, given the record as it is.</param>
    /// <param name="origin">On whose account.</param>
    /// <param name="cancellation">Cancels the call.</param>
    Task<RecordOutcome> ChangeAsync(
        OrganizationId organization, RecordTarget target, Func<CrmRecord, RecordChange> change, RecordOrigin origin, CancellationToken cancellation);

    /// <summary>Deletes a record.</summary>
    /// <returns>Why not; null when it is gone.</returns>
    Task<RecordRefusal?> DeleteAsync(OrganizationId organization, RecordTarget target, CancellationToken cancellation);
}

/// <summary>A record to be changed.</summary>
/// <param name="Module">Its module.</param>
/// <param name="Id">Its id.</param>
/// <param name="IsMeant">Whether it is meant in a version; null for any.</param>
internal sealed record RecordTarget(RecordModule Module, RecordId Id, Func<EntityTag, bool>? IsMeant = null)
{
    /// <summary>Whether it may be changed in this version.</summary>
    public bool Allows(EntityTag tag) => IsMeant?.Invoke(tag) ?? true;
}
