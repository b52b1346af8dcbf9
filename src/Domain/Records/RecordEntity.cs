using System.Text.Json;
using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Records;

/// <summary>A record as one flat object: its own members, then its fields.</summary>
public static class RecordEntity
{
    /// <summary>The object. Of a task it also says the owner as <c>assigneeId</c>.</summary>
    public static Value Of(CrmRecord record) => Value.Object(Members(record));

    /// <summary>What the object takes as JSON, in octets.</summary>
    public static int SizeOf(CrmRecord record)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer)) Of(record).WriteTo(json);
        return buffer.WrittenCount;
    }

    private static IEnumerable<KeyValuePair<string, Value>> Members(CrmRecord record)
    {
        yield return new("id", Value.Of(record.Id.ToString()));
        yield return new("module", Value.Of(record.Module.NameOf()));
        foreach (var field in record.Fields.All)
        {
            if (!IsOwn(record.Module, field.Key)) yield return field;
        }

        yield return new("ownerId", Value.Of(record.OwnerId));
        if (record.Module == RecordModule.Tasks) yield return new("assigneeId", Value.Of(record.OwnerId));
        yield return new("tags", Value.Array([.. record.Tags.Select(tag => Value.Of(tag))]));
        yield return new("createdAt", Value.Of(FieldTime.Format(record.CreatedAt)));
        yield return new("updatedAt", Value.Of(FieldTime.Format(record.UpdatedAt)));
        if (record.Revision > 0) yield return new("revision", Value.Of(record.Revision));
    }

    // A contact's attributes can have any name; what the object has itself goes before.
    private static bool IsOwn(RecordModule module, string name) =>
        FieldRules.Reserved.Contains(name)
        || FieldName.Comparer.Equals(name, "ownerId")
        || FieldName.Comparer.Equals(name, "tags")
        || (module == RecordModule.Tasks && FieldName.Comparer.Equals(name, "assigneeId"));
}
