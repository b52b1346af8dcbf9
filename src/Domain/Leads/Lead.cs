using System.Text.Json;

namespace Cadenza.Domain.Leads;

/// <summary>Where a lead stands (C8). Stored, so the names never change.</summary>
public enum LeadStatus
{
    /// <summary>Enrolled, not at a node yet.</summary>
    Pending,

    /// <summary>On its way.</summary>
    InProgress,

    /// <summary>Came to an end of its way.</summary>
    Completed,

    /// <summary>Taken out by a user.</summary>
    Removed,

    /// <summary>Could not go on.</summary>
    Failed,
}

/// <summary>What a lead does at its node.</summary>
public enum LeadStage
{
    /// <summary>It has come there; what the node does is to be done, at once or again later.</summary>
    Arrived,

    /// <summary>It waits until its delay is over.</summary>
    Waiting,

    /// <summary>It is being called; the result comes by itself, or is asked for, and is given up for in the end.</summary>
    Calling,
}

/// <summary>A lead: somebody's way through a workflow.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Phone">The number, in E.164.</param>
/// <param name="Variables">What else is known, by the names of the columns it came with.</param>
/// <param name="EnrolledAt">When it was enrolled.</param>
public sealed record Lead(LeadId Id, string Phone, IReadOnlyDictionary<string, string> Variables, DateTimeOffset EnrolledAt)
{
    /// <summary>The status it has.</summary>
    public LeadStatus Status { get; init; } = LeadStatus.Pending;

    /// <summary>The node where it is, or was last; null before the first.</summary>
    public string? Node { get; init; }

    /// <summary>The version of the graph that it came to its node with: the node is finished on its settings there.</summary>
    public int Version { get; init; }

    /// <summary>How many nodes it has come to.</summary>
    public int Visits { get; init; }

    /// <summary>What it does at its node.</summary>
    public LeadStage Stage { get; init; }

    /// <summary>How often its node has been tried in vain.</summary>
    public int Attempts { get; init; }

    /// <summary>When it came to its node.</summary>
    public DateTimeOffset? EnteredAt { get; init; }

    /// <summary>When there is something to do with it next, on the workflow's clock; null when there is not.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When its call counts as not answered, on the workflow's clock; null when it is not being called, and in rows from before calls were asked about.</summary>
    public DateTimeOffset? GiveUpAt { get; init; }

    /// <summary>When its way ended; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How its way ended: <c>converted</c>, <c>dropped</c>, or a frozen code of what went wrong.</summary>
    public string? Outcome { get; init; }

    /// <summary>What the nodes it passed gave, by node; an object, or null.</summary>
    public JsonElement? Outputs { get; init; }

    /// <summary>Whether it is enrolled: a number is enrolled once at a time (C9).</summary>
    public bool IsLive => Status is LeadStatus.Pending or LeadStatus.InProgress;
}

/// <summary>A node that a lead has left.</summary>
/// <param name="Place">The lead's place in its batch.</param>
/// <param name="Node">The node.</param>
/// <param name="Label">What the node was called.</param>
/// <param name="Type">Its type.</param>
/// <param name="Status"><c>completed</c>, <c>failed</c>, <c>skipped</c> or <c>removed</c>.</param>
/// <param name="Outcome">What came of it: <c>true</c>, <c>NO_ANSWER</c>, a reason.</param>
/// <param name="EnteredAt">When the lead came.</param>
/// <param name="ExitedAt">When it left.</param>
public sealed record LeadPassage(
    int Place, string Node, string? Label, string Type, string Status, string? Outcome, DateTimeOffset EnteredAt, DateTimeOffset ExitedAt)
{
    /// <summary>The call that was made there, or null.</summary>
    public string? CallId { get; init; }

    /// <summary>What a person should know of it, such as variables that had no value; null when there is nothing.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}
