namespace Cadenza.Domain.Flows.Targeting;

/// <summary>What a value in a targeting expression is.</summary>
public enum TargetingKind
{
    /// <summary>Nothing: a property nobody has set. The literal null is the same.</summary>
    Unset,

    /// <summary>true or false.</summary>
    Flag,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A point in time.</summary>
    Time,

    /// <summary>Several values.</summary>
    List,
}
