namespace Cadenza.Domain.Flows;

/// <summary>How far a user is with a flow or step; a later one is never undone by an earlier one.</summary>
public enum ProgressStatus
{
    /// <summary>The user has not begun it.</summary>
    NotStarted,

    /// <summary>The user has begun it.</summary>
    Started,

    /// <summary>The user skipped it.</summary>
    Skipped,

    /// <summary>The user completed it.</summary>
    Completed,
}

/// <summary>The words of <see cref="ProgressStatus"/>.</summary>
public static class ProgressStatusNames
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<ProgressStatus>().Select(FlowEnumNames.Of)];

    /// <summary>The word of a status: <c>NOT_STARTED</c>.</summary>
    public static string Of(ProgressStatus status) => All[(int)status];
}
