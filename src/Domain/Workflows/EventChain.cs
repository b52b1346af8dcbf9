using System.Diagnostics.CodeAnalysis;

namespace Cadenza.Domain.Workflows;

/// <summary>Which workflows, acting on what, led to an event: so that workflows that set one another off come to an end (D8).</summary>
/// <param name="Links">The oldest first.</param>
public sealed record EventChain(IReadOnlyList<EventLink> Links)
{
    /// <summary>How many workflows may set one another off in a row.</summary>
    public const int MaxDepth = 10;

    /// <summary>No workflow led to it.</summary>
    public static EventChain None { get; } = new([]);

    /// <summary>The chain of what a run of a workflow about a subject sets off.</summary>
    public EventChain Then(WorkflowId workflow, string? subject) => new([.. Links, new EventLink(workflow, subject)]);

    /// <summary>Why a workflow must not be started by an event of this chain about a subject, or null.</summary>
    public string? Refusal(WorkflowId workflow, string? subject)
    {
        if (Links.Any(link => link.Workflow == workflow && link.Subject == subject))
            return "loop: the workflow set this event off itself, on the same subject";
        return Links.Count >= MaxDepth ? $"loop: {MaxDepth} workflows have set one another off in a row" : null;
    }

    /// <summary>Reads what <see cref="ToString"/> wrote; false for anything else.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out EventChain? chain)
    {
        chain = None;
        if (string.IsNullOrEmpty(text)) return true;
        var links = new List<EventLink>();
        foreach (var part in text.Split(' '))
        {
            var at = part.IndexOf('@', StringComparison.Ordinal);
            if (links.Count > MaxDepth || !WorkflowId.TryParse(at < 0 ? part : part[..at], out var workflow))
            {
                chain = null;
                return false;
            }

            links.Add(new EventLink(workflow, at < 0 ? null : Uri.UnescapeDataString(part[(at + 1)..])));
        }

        chain = new EventChain(links);
        return true;
    }

    /// <summary>Workflow ids, each with its subject behind an <c>@</c>, separated by spaces.</summary>
    public override string ToString() => string.Join(' ', Links.Select(link =>
        link.Subject is null ? link.Workflow.ToString() : $"{link.Workflow}@{Uri.EscapeDataString(link.Subject)}"));
}

/// <summary>One workflow that acted.</summary>
/// <param name="Workflow">The workflow.</param>
/// <param name="Subject">What its run was about: a record's id; null when it was about nothing.</param>
public sealed record EventLink(WorkflowId Workflow, string? Subject);
