namespace Cadenza.Domain.Expressions;

/// <summary>The names that every evaluation scope of a workflow has, besides the ids of its finished steps.</summary>
public static class ScopeNames
{
    /// <summary>The entity of the event, or the payload of the trigger.</summary>
    public const string Trigger = "trigger";

    /// <summary>The contact the run is about.</summary>
    public const string Contact = "contact";

    /// <summary>The entity before the change.</summary>
    public const string Before = "before";

    /// <summary>The entity after the change.</summary>
    public const string After = "after";

    /// <summary>The time, as ISO 8601.</summary>
    public const string Now = "now";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Trigger, Contact, Before, After, Now];
}
