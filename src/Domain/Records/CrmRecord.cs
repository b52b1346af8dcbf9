using System.Globalization;
using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Records;

/// <summary>A record of the CRM (D7).</summary>
/// <param name="Id">Its id.</param>
/// <param name="Module">What kind of thing it is.</param>
/// <param name="Fields">Its fields; see <see cref="FieldRules"/>.</param>
/// <param name="OwnerId">The user it is assigned to, or null. For a task this is its assignee.</param>
/// <param name="Tags">Its tags, each once, in the order in which they came.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="UpdatedAt">When it last changed.</param>
/// <param name="Revision">How often it was written: 1 when new.</param>
public sealed record CrmRecord(
    RecordId Id,
    RecordModule Module,
    RecordFields Fields,
    string? OwnerId,
    IReadOnlyList<string> Tags,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    int Revision)
{
    /// <summary>The longest id of a user.</summary>
    public const int MaxOwner = 200;

    /// <summary>The most tags.</summary>
    public const int MaxTags = 50;

    /// <summary>The longest tag; a tag has no comma.</summary>
    public const int MaxTag = 100;

    /// <summary>A new record.</summary>
    public static CrmRecord Create(RecordId id, RecordModule module, RecordChange content, DateTimeOffset now) =>
        content.Apply(new CrmRecord(id, module, RecordFields.Empty, null, [], now, now, 0)) with { UpdatedAt = now, Revision = 1 };

    /// <summary>The record after a change; the same instance when it changes nothing.</summary>
    public CrmRecord Change(RecordChange change, DateTimeOffset now)
    {
        var after = change.Apply(this);
        return after.IsSameAs(this) ? this : after with { UpdatedAt = now > UpdatedAt ? now : UpdatedAt, Revision = Revision + 1 };
    }

    /// <summary>Whether the two say the same, times and revisions aside.</summary>
    public bool IsSameAs(CrmRecord other) =>
        OwnerId == other.OwnerId && Tags.SequenceEqual(other.Tags, StringComparer.Ordinal) && Fields.Equals(other.Fields);

    /// <summary>What is wrong with the record as a whole, by the field it is about; null when nothing is.</summary>
    public (string Field, string Fault)? Fault()
    {
        if (Fields.Count > FieldRules.MaxFields) return ("", string.Create(CultureInfo.InvariantCulture, $"must leave at most {FieldRules.MaxFields} fields"));
        if (Tags.Count > MaxTags) return ("tags", string.Create(CultureInfo.InvariantCulture, $"must leave at most {MaxTags} tags"));
        return RecordEntity.SizeOf(this) > FieldRules.MaxOctets
            ? ("", string.Create(CultureInfo.InvariantCulture, $"must leave a record of at most {FieldRules.MaxOctets} bytes of JSON"))
            : null;
    }

    /// <summary>The record as one flat object, as events, templates and conditions see it.</summary>
    public Value ToEntity() => RecordEntity.Of(this);
}
