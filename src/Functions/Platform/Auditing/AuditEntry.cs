using System.Text.Json.Nodes;

namespace Cadenza.Functions.Platform.Auditing;

/// <summary>One change of one resource. It never holds personal data: names of changed fields at most.</summary>
/// <param name="Organization">The organization of the resource.</param>
/// <param name="Resource">Kind and id as in its path: <c>sequences/{id}</c>.</param>
/// <param name="Action">What was done, one word: created, updated, paused.</param>
/// <param name="At">When, as it is stored in the resource: the same when the same change is reported again.</param>
/// <param name="Change">What tells it from other changes of that moment, such as the version the resource came to.</param>
/// <param name="Actor">Who made the change.</param>
/// <param name="Before">What was changed, as it was; null for a new resource.</param>
/// <param name="After">The same as it is now; null for one that is gone.</param>
/// <remarks>
/// <code>
/// await audit.AppendAsync(new AuditEntry(organization, $"sequences/{id}", "paused", changed.UpdatedAt, stored.Version.ToString(),
///     AuditActor.Of(request), new() { ["status"] = "active" }, new() { ["status"] = "paused" }), cancellation);
/// </code>
/// </remarks>
internal sealed record AuditEntry(
    OrganizationId Organization,
    string Resource,
    string Action,
    DateTimeOffset At,
    string Change,
    AuditActor Actor,
    JsonObject? Before,
    JsonObject? After);
