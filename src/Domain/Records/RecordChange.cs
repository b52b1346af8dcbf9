using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Records;

/// <summary>What is to be different about a record: a merge patch. What is not named stays.</summary>
public sealed record RecordChange
{
    /// <summary>Fields to set, or by null to clear; named and written as <see cref="FieldRules"/> has them.</summary>
    public IReadOnlyDictionary<string, Value> Fields { get; init; } = new Dictionary<string, Value>();

    /// <summary>Whether the owner changes.</summary>
    public bool SetsOwner { get; init; }

    /// <summary>The new owner, null for nobody; counts only when <see cref="SetsOwner"/>.</summary>
    public string? OwnerId { get; init; }

    /// <summary>The tags from now on; null keeps them.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Tags to add to those that are there.</summary>
    public IReadOnlyList<string> AddedTags { get; init; } = [];

    /// <summary>The names of what it changes.</summary>
    public IEnumerable<string> Members =>
        Fields.Keys.Concat(SetsOwner ? ["ownerId"] : []).Concat(Tags is not null || AddedTags.Count > 0 ? ["tags"] : []);

    internal CrmRecord Apply(CrmRecord record) => record with
    {
        Fields = record.Fields.With(Fields),
        OwnerId = SetsOwner ? OwnerId : record.OwnerId,
        Tags = Tags is null && AddedTags.Count == 0 ? record.Tags : [.. (Tags ?? record.Tags).Concat(AddedTags).Distinct(StringComparer.Ordinal)],
    };
}
