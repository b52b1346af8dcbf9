namespace Cadenza.Domain.Workflows.Validation;

/// <summary>What an issue stands in the way of.</summary>
public enum IssueKind
{
    /// <summary>What is said cannot be understood: it is not stored.</summary>
    Content,

    /// <summary>The steps do not fit together: they can be stored as a draft, which is not activated.</summary>
    Structure,
}

/// <summary>Something that is wrong with a workflow.</summary>
/// <param name="StepId">The step, or null when it is none.</param>
/// <param name="At">Where in the body, as a JSON pointer.</param>
/// <param name="Message">The rest of a sentence about that place: "must be a string".</param>
/// <param name="Kind">What it stands in the way of.</param>
public sealed record WorkflowIssue(string? StepId, string At, string Message, IssueKind Kind = IssueKind.Content);
