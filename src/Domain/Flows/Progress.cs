namespace Cadenza.Domain.Flows;

/// <summary>How far a user is with a flow or step; a later one is never undone by an earlier one.</summary>
public enum ProgressStatus
{
    /// <summary>Not yet begun.</summary>
    NotStarted,

    /// <summary>Begun.</summary>
    Started,

    /// <summary>Left out.</summary>
    Skipped,

    /// <summary>Done.</summary>
    Completed,
}

/// <summary>The words of <see cref="ProgressStatus"/>.</summary>
public static class ProgressWords
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<ProgressStatus>().Select(FlowWords.Of)];

    /// <summary>The word of a status: <c>NOT_STARTED</c>.</summary>
    public static string Of(ProgressStatus status) => All[(int)status];
}
