using System.Text.Json.Nodes;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Sequences.Resending;
using Cadenza.Functions.Sequences.Storage;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Sequences.Http;

/// <summary>What the audit log says of sequences. Filter and steps appear as the version that holds them.</summary>
internal static class SequenceAudit
{
    /// <summary>A sequence was made.</summary>
    public static AuditEntry Created(StoredSequence stored, HttpRequest request) =>
        // The first version of a sequence is made once, however often that is told.
        Entry(stored.Sequence, stored.Sequence.CreatedAt, "created", "1", request, null, Describe(stored.Sequence));

    /// <summary>Fields of a sequence were changed.</summary>
    public static AuditEntry Updated(Sequence before, StoredSequence stored, HttpRequest request)
    {
        var (was, now) = (Describe(before), Describe(stored.Sequence));
        foreach (var (name, value) in was.ToList())
        {
            if (!JsonNode.DeepEquals(value, now[name])) continue;
            was.Remove(name);
            now.Remove(name);
        }

        return Entry(stored.Sequence, stored.Sequence.UpdatedAt, "updated", stored.Version.ToString(), request, was, now);
    }

    /// <summary>A sequence, or one run of it, was started, paused, resumed or canceled.</summary>
    public static AuditEntry StatusChanged(CommandResult.Done done, HttpRequest request)
    {
        var sequence = done.Stored.Sequence;
        var action = (done.Before, done.After) switch
        {
            (SequenceStatus.Pending, SequenceStatus.Active) => "started",
            (SequenceStatus.Paused, SequenceStatus.Active) => "resumed",
            (SequenceStatus.Complete, SequenceStatus.Complete) => "resends_canceled",
            _ => Wire(done.After),
        };
        return Entry(
            sequence,
            sequence.UpdatedAt,
            done.Run is null ? action : "run_" + action,
            done.Stored.Version.ToString(),
            request,
            Status(done.Before, done.Run),
            Status(done.After, done.Run));
    }

    /// <summary>A sequence was deleted.</summary>
    public static AuditEntry Deleted(StoredSequence stored, DateTimeOffset at, HttpRequest request) =>
        Entry(stored.Sequence, at, "deleted", stored.Version.ToString(), request, Describe(stored.Sequence), null);

    /// <summary>Contacts were added by hand.</summary>
    public static AuditEntry ContactsAdded(Sequence sequence, Guid run, int enrolled, DateTimeOffset at, HttpRequest request) =>
        Entry(sequence, at, "contacts_added", run.ToString("D"), request, null, new() { ["run_id"] = run.ToString("D"), ["enrolled"] = enrolled });

    /// <summary>Messages were sent again.</summary>
    public static AuditEntry Resent(Sequence sequence, Guid resend, ResendCount count, DateTimeOffset at, HttpRequest request) =>
        Entry(sequence, at, "resent", resend.ToString("D"), request, null, new() { ["messages"] = count.Messages, ["contacts"] = count.Contacts });

    /// <summary>A contact was taken out.</summary>
    public static AuditEntry ContactExited(Sequence sequence, ContactId contact, DateTimeOffset at, HttpRequest request) =>
        Entry(sequence, at, "contact_exited", contact.ToString(), request, null, new() { ["contact_id"] = contact.ToString() });

    private static JsonObject Status(SequenceStatus status, Guid? run) =>
        run is { } id ? new() { ["run_id"] = id.ToString("D"), ["status"] = Wire(status) } : new() { ["status"] = Wire(status) };

    private static AuditEntry Entry(
        Sequence sequence, DateTimeOffset at, string action, string change, HttpRequest request, JsonObject? before, JsonObject? after) =>
        new(sequence.Organization, $"sequences/{sequence.Id}", action, at, change, AuditActor.Of(request), before, after);

    private static JsonObject Describe(Sequence sequence) => new()
    {
        ["name"] = sequence.Name,
        ["custom_id"] = sequence.CustomId,
        ["is_continuous"] = sequence.IsContinuous,
        ["on_unknown"] = sequence.OnUnknown.ToString().ToLowerInvariant(),
        ["version"] = sequence.Version,
    };

    private static string Wire(SequenceStatus status) => status.ToString().ToLowerInvariant();
}
