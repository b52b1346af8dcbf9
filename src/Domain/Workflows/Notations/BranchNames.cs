namespace Cadenza.Domain.Workflows.Notations;

/// <summary>Which branches a kind of step can have, and for which outcome each is taken.</summary>
internal static class BranchNames
{
    public const string Then = "then";
    public const string Else = "else";

    private static readonly string[] OfDecision = [Then, Else];
    private static readonly string[] OfEvent = [StepLabels.Event, StepLabels.Timeout];
    private static readonly string[] OfAction = [StepLabels.Failure];

    /// <summary>The names that the branches of a step of this type can have, in their order.</summary>
    public static IReadOnlyList<string> Of(string type) => type switch
    {
        _ when StepTypes.IsDecision(type) => OfDecision,
        StepTypes.WaitForEvent => OfEvent,
        StepTypes.Wait or StepTypes.Stop => [],
        _ => OfAction,
    };

    /// <summary>The outcome that a branch is taken for.</summary>
    public static string Label(string branch) => branch switch
    {
        Then => StepLabels.True,
        Else => StepLabels.False,
        _ => branch,
    };
}
