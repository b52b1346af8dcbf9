using System.Diagnostics.CodeAnalysis;
using Cadenza.Domain.Ids;

namespace Cadenza.Domain.Workflows;

/// <summary>A workflow's id, which all its versions share: a UUID of version 7 (G7), shown by some surfaces as <c>wfl_</c> and its 32 digits.</summary>
public readonly record struct WorkflowId : IUuidId<WorkflowId>
{
    private const string Prefix = "wfl_";
    private const string ShortPrefix = "wf_";

    private readonly Guid _value;

    private WorkflowId(Guid value) => _value = value;

    static string IUuidId<WorkflowId>.Expected => "a workflow id: a UUID is expected, or wfl_ and 32 hexadecimal digits";

    static WorkflowId IUuidId<WorkflowId>.From(Guid uuid) => new(uuid);

    // Also wfl_ (or wf_) and the digits.
    static Guid? IUuidId<WorkflowId>.Read(string text)
    {
        if (text.StartsWith(Prefix, StringComparison.Ordinal)) return UuidText.Read(text[Prefix.Length..], "N");
        return text.StartsWith(ShortPrefix, StringComparison.Ordinal) ? UuidText.Read(text[ShortPrefix.Length..], "N") : UuidText.Read(text, "D");
    }

    /// <inheritdoc cref="UuidIds.Parse{TId}"/>
    public static WorkflowId Parse(string text) => UuidIds.Parse<WorkflowId>(text);

    /// <inheritdoc cref="UuidIds.TryParse{TId}"/>
    public static bool TryParse([NotNullWhen(true)] string? text, out WorkflowId id) => UuidIds.TryParse(text, out id);

    /// <summary>Takes a UUID that nobody else has.</summary>
    public static WorkflowId Create(Guid uuid) => new(uuid);

    /// <summary>The id as a UUID.</summary>
    public Guid ToGuid() => _value;

    /// <summary><c>wfl_</c> and the digits.</summary>
    public string ToPrefixed() => Prefix + _value.ToString("N");

    /// <summary>Lower case, hyphenated.</summary>
    public override string ToString() => _value.ToString("D");
}
