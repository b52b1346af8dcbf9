namespace Cadenza.Domain.Records;

/// <summary>What a field takes.</summary>
public enum FieldKind
{
    /// <summary>Any text, number or truth value.</summary>
    Any,

    /// <summary>Text of one line, up to <see cref="FieldRules.MaxLine"/> characters.</summary>
    Line,

    /// <summary>Text of any lines, up to <see cref="FieldRules.MaxText"/> characters.</summary>
    Text,

    /// <summary>A finite number.</summary>
    Number,

    /// <summary>true or false.</summary>
    Flag,

    /// <summary>An e-mail address.</summary>
    Email,

    /// <summary>A phone number in E.164.</summary>
    Phone,

    /// <summary>A day or a moment; see <see cref="FieldTime"/>.</summary>
    Time,
}
