namespace Cadenza.Domain.Expressions;

/// <summary>What a <see cref="Value"/> is: one of the six kinds that JSON has.</summary>
public enum ValueKind
{
    /// <summary>null, and everything that is missing.</summary>
    Null,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A list of values.</summary>
    Array,

    /// <summary>Values by name.</summary>
    Object,
}
