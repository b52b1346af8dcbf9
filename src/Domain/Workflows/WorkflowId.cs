using System.Diagnostics.CodeAnalysis;

namespace Cadenza.Domain.Workflows;

/// <summary>A workflow's id, which all its versions share: a UUID of version 7 (G7), shown by some surfaces as <c>wfl_</c> and its 32 digits.</summary>
public readonly record struct WorkflowId
{
    private const string Prefix = "wfl_";
    private const string ShortPrefix = "wf_";

    private readonly Guid _value;

    private WorkflowId(Guid value) => _value = value;

    /// <summary>Takes a UUID that nobody else has.</summary>
    public static WorkflowId Create(Guid uuid) => new(uuid);

    /// <summary>Reads an id; throws when it is not one.</summary>
    /// <exception cref="FormatException">The text is none of the forms.</exception>
    public static WorkflowId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("Not a workflow id: a UUID is expected, or wfl_ and 32 hexadecimal digits.");

    /// <summary>Reads a UUID in its hyphenated form, or <c>wfl_</c> (or <c>wf_</c>) and its digits, in either case; or says that the text is neither.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out WorkflowId id)
    {
        var digits = text switch
        {
            null => null,
            _ when text.StartsWith(Prefix, StringComparison.Ordinal) => text[Prefix.Length..],
            _ when text.StartsWith(ShortPrefix, StringComparison.Ordinal) => text[ShortPrefix.Length..],
            _ => text,
        };
        var format = ReferenceEquals(digits, text) ? "D" : "N";
        // The framework also takes white space around the digits, and signs and "0x" among them.
        var valid = Guid.TryParseExact(digits, format, out var uuid) && uuid.ToString(format).Equals(digits, StringComparison.OrdinalIgnoreCase);
        id = valid ? new WorkflowId(uuid) : default;
        return valid;
    }

    /// <summary>The id as a UUID.</summary>
    public Guid ToGuid() => _value;

    /// <summary><c>wfl_</c> and the digits.</summary>
    public string ToPrefixed() => Prefix + _value.ToString("N");

    /// <summary>Lower case, hyphenated.</summary>
    public override string ToString() => _value.ToString("D");
}
