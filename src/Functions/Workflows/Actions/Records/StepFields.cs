using Cadenza.Domain.Expressions;
using Cadenza.Domain.Records;
using Cadenza.Domain.Values;
using Cadenza.Functions.Records;

namespace Cadenza.Functions.Workflows.Actions.Records;

/// <summary>Fields that a step sets, by the rules of the module, with texts taken for the numbers that templates made them of.</summary>
internal static class StepFields
{
    /// <summary>Reads which fields a step sets, or why it cannot.</summary>
    /// <param name="module">The module of the record.</param>
    /// <param name="fields">The fields by name; null clears one.</param>
    /// <param name="region">Where phone numbers without a country code are dialled.</param>
    /// <returns>The change, or what is wrong with the first field that is wrong.</returns>
    public static (RecordChange? Change, StepResult.Failed? Failure) Read(RecordModule module, IEnumerable<KeyValuePair<string, Value>> fields, PhoneRegion region)
    {
        var read = new Dictionary<string, Value>(FieldName.Comparer);
        var change = new RecordChange { Fields = read };
        foreach (var (name, given) in fields)
        {
            if (Is(name, "ownerId") || (module == RecordModule.Tasks && Is(name, "assigneeId")))
            {
                if (given is not { Kind: ValueKind.Null or ValueKind.Text } || (given.Kind == ValueKind.Text && given.AsText.Length > CrmRecord.MaxOwner)) return Wrong(name, "must be a user's id");
                change = change with { SetsOwner = true, OwnerId = given.IsNull || given.AsText.Length == 0 ? null : given.AsText };
            }
            else if (Is(name, "tags"))
            {
                var (tags, fault) = Tags(new StepInput(Value.Object([new("tags", given)])).Texts("tags"));
                if (fault is not null) return Wrong(name, fault);
                change = change with { Tags = tags };
            }
            else
            {
                if (FieldRules.Reserved.Contains(name) || (module == RecordModule.Contacts && ContactAsRecord.ReadOnly.Contains(name))) return Wrong(name, "is set by the app");
                if (FieldRules.NameOf(module, name) is not { } field) return Wrong(name, "is no name of a field");
                var (value, fault) = FieldRules.Read(module, field, FieldRules.Meant(module, field, given), region);
                if (fault is not null) return Wrong(name, fault);
                read[field] = value;
            }
        }

        return (change, null);
    }

    /// <summary>Tags by their rules, or what is wrong with them.</summary>
    public static (IReadOnlyList<string> Tags, string? Fault) Tags(IReadOnlyList<string> tags) =>
        tags.Any(tag => tag.Length > CrmRecord.MaxTag || tag.Contains(',', StringComparison.Ordinal) || tag.AsSpan().ContainsAnyInRange('\0', '\u001f'))
            ? ([], $"must be tags of up to {CrmRecord.MaxTag} characters in one line")
            : (tags, null);

    private static bool Is(string name, string field) => FieldName.Comparer.Equals(name, field);

    private static (RecordChange?, StepResult.Failed) Wrong(string name, string fault) =>
        (null, new StepResult.Failed("invalid_value", $"The field '{(name.Length > FieldName.MaxLength ? name[..FieldName.MaxLength] : name)}' {fault}.", IsTemporary: false));
}
