using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cadenza.Domain.Records;

namespace Cadenza.Functions.Records.Http;

/// <summary>A record on the wire (D7): its own members, and its fields beside them.</summary>
internal sealed record RecordReply(
    string Id,
    [property: Description("The module it belongs to.")] string Module,
    [property: Description("The user it is assigned to, or null.")] string? OwnerId,
    [property: Description("Its tags.")] IReadOnlyList<string> Tags,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    private static readonly HashSet<string> Own = ["id", "module", "ownerId", "tags", "createdAt", "updatedAt"];

    /// <summary>How often it was written: 1 when new. Contacts have none.</summary>
    [Description("How often it was written: 1 when new. Contacts have none.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Revision { get; init; }

    /// <summary>Its fields by name.</summary>
    [Description("A field of the record, by its name.")]
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Fields { get; set; }

    /// <summary>The record as it is answered.</summary>
    public static RecordReply Of(CrmRecord record) => new(
        record.Id.ToString(), record.Module.NameOf(), record.OwnerId, record.Tags, record.CreatedAt, record.UpdatedAt)
    {
        Revision = record.Revision == 0 ? null : record.Revision,
        Fields = record.ToEntity().Members.Where(member => !Own.Contains(member.Key) && member.Key != "revision").ToDictionary(member => member.Key, member => member.Value.ToJson()),
    };
}

/// <summary>A page of records on the wire.</summary>
internal sealed record RecordListReply(
    [property: Description("The records of this page.")] IReadOnlyList<RecordReply> Data,
    string? NextCursor);
