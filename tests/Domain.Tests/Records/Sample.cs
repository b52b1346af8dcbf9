using Cadenza.Domain.Expressions;
using Cadenza.Domain.Records;

namespace Cadenza.Domain.Tests.Records;

/// <summary>Records for tests.</summary>
internal static class Sample
{
    public static DateTimeOffset Now { get; } = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    public static RecordId Id { get; } = RecordId.Parse("0190b7a5-1c3e-7d23-9f00-1a2b3c4d5e6f");

    /// <summary>A new record with these fields, as JSON.</summary>
    public static CrmRecord New(RecordModule module, string fields = "{}", string? owner = null) =>
        CrmRecord.Create(Id, module, Change(fields) with { SetsOwner = true, OwnerId = owner }, Now);

    /// <summary>A change of these fields, as JSON.</summary>
    public static RecordChange Change(string fields) => new() { Fields = Value.Parse(fields).Members.ToDictionary(FieldName.Comparer) };

    /// <summary>The types of the events of a change.</summary>
    public static IEnumerable<string> Types(CrmRecord? before, CrmRecord after) => RecordEvents.Of(before, after, Now).Select(one => one.Type);

    /// <summary>The types of the events that these changed fields make.</summary>
    public static IEnumerable<string> Types(RecordModule module, string before, string change)
    {
        var record = New(module, before);
        return Types(record, record.Change(Change(change), Now));
    }
}
