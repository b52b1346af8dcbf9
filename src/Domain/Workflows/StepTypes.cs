namespace Cadenza.Domain.Workflows;

/// <summary>The steps that the interpreter itself carries out; every other type is an action.</summary>
public static class StepTypes
{
    /// <summary>Decides between the ways labeled <c>true</c> and <c>false</c>.</summary>
    public const string IfElse = "if_else";

    /// <summary>The CRM's name for the same.</summary>
    public const string Branch = "branch";

    /// <summary>A wait for a length of time or until a moment.</summary>
    public const string Wait = "wait";

    /// <summary>Lets time pass until an event comes, or for too long.</summary>
    public const string WaitForEvent = "wait_for_event";

    /// <summary>Ends the run.</summary>
    public const string Stop = "stop";

    /// <summary>Whether a type, normalized, decides between ways.</summary>
    public static bool IsDecision(string type) => type is IfElse or Branch;

    /// <summary>Whether the interpreter carries a type out itself.</summary>
    public static bool IsControl(string type) => IsDecision(type) || type is Wait or WaitForEvent or Stop;
}
