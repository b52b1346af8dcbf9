using System.Text.Json;
using System.Text.Json.Nodes;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Records;
using Cadenza.Domain.Values;
using Cadenza.Functions.Platform.Http.Bodies;
using JsonValue = Cadenza.Functions.Platform.Http.Bodies.JsonValue;

namespace Cadenza.Functions.Records.Http;

/// <summary>
/// The body of POST and PATCH of records (D7): one flat object of fields, <c>ownerId</c> and <c>tags</c>. Null clears a field;
/// names in snake_case are taken too. What a field takes depends on the module.
/// </summary>
internal static class RecordBody
{
    private const int MaxMembers = 2 * FieldRules.MaxFields;

    private static readonly JsonReader<string> Owner = Json.Line(1, CrmRecord.MaxOwner);

    private static readonly JsonReader<string[]> Tags = Json.Array(
        Json.Line(1, CrmRecord.MaxTag).Then<string, string>(IsTag, "must be a tag, which has no comma and does not begin or end with a space"), 0, CrmRecord.MaxTags);

    /// <summary>What any module takes: for the description of the API, and where the module makes no difference.</summary>
    public static readonly JsonReader<RecordChange> Read = Of(RecordModule.Leads, PhoneRegion.None);

    /// <summary>What a module takes.</summary>
    public static JsonReader<RecordChange> Of(RecordModule module, PhoneRegion region) => value =>
    {
        if (value.Shape is { } shape) return Describe(value, shape);
        if (value.Kind != JsonValueKind.Object) return value.Fault<RecordChange>("must be an object");
        if (value.Element.GetPropertyCount() > MaxMembers) return value.Fault<RecordChange>($"must have at most {MaxMembers} members");
        return ReadMembers(module, region, value);
    };

    private static RecordChange ReadMembers(RecordModule module, PhoneRegion region, JsonValue body)
    {
        var place = body.AsPlace();
        var fields = new Dictionary<string, Value>(FieldName.Comparer);
        var change = new RecordChange { Fields = fields };
        foreach (var member in body.Element.EnumerateObject())
        {
            var value = new JsonValue(member.Value, place, member.Name, 0);
            if (Is(member.Name, "tags"))
            {
                if (change.Tags is not null) value.Fault<bool>("is given twice");
                change = change with { Tags = value.Kind == JsonValueKind.Null ? [] : Tags(value) };
            }
            else if (Is(member.Name, "ownerId") || (module == RecordModule.Tasks && Is(member.Name, "assigneeId")))
            {
                if (change.SetsOwner) value.Fault<bool>("is given twice; the assignee of a task is its owner");
                change = change with { SetsOwner = true, OwnerId = value.Kind == JsonValueKind.Null ? null : Owner(value) };
            }
            else
            {
                ReadField(module, region, member.Name, value, fields);
            }
        }

        return change;
    }

    private static void ReadField(RecordModule module, PhoneRegion region, string name, JsonValue value, Dictionary<string, Value> fields)
    {
        if (FieldRules.Reserved.Contains(name) || (module == RecordModule.Contacts && ContactAsRecord.ReadOnly.Contains(name)))
        {
            value.Fault<bool>("is set by the app");
        }
        else if (FieldRules.NameOf(module, name) is not { } field)
        {
            value.Fault<bool>($"must be named with 1 to {FieldName.MaxLength} letters, digits and underscores, a letter first");
        }
        else if (fields.ContainsKey(field))
        {
            value.Fault<bool>("is given twice");
        }
        else if (value.Kind is JsonValueKind.Object or JsonValueKind.Array)
        {
            value.Fault<bool>("must be a text, a number, true, false or null");
        }
        else
        {
            var (read, fault) = FieldRules.Read(module, field, Value.From(value.Element), region);
            if (fault is not null) value.Fault<bool>(fault);
            fields[field] = read;
        }
    }

    private static RecordChange Describe(JsonValue value, JsonShape shape)
    {
        var members = JsonFields.Describing(value);
        members.Patch("ownerId", Owner.About("The user it is assigned to; of a task also assigneeId."));
        members.Patch("tags", Tags.About("Its tags; each counts once."));
        shape.With("additionalProperties", new JsonObject
        {
            ["description"] = "A field. Those that a module knows have a type, such as stage, score, amount, email and dueDate; any other takes what is written here.",
            ["type"] = new JsonArray("string", "number", "boolean", "null"),
        });
        return shape.WithLimit("maxProperties", MaxMembers, none: int.MaxValue).Done<RecordChange>();
    }

    private static bool Is(string name, string field) => FieldName.Comparer.Equals(name, field);

    private static bool IsTag(string text, out string tag)
    {
        tag = text;
        return !text.Contains(',', StringComparison.Ordinal) && text.Trim() == text;
    }
}
