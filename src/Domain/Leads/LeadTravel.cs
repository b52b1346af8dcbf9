using Cadenza.Domain.Expressions;
using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Leads;

/// <summary>
/// Moves leads along a graph at one moment (C5 to C10). A lead finishes the node where it is on the version that it came
/// with, and goes on along the current one; where that has no such node any more, along its own.
/// </summary>
/// <param name="current">The version that leads travel along now.</param>
/// <param name="earlier">Older versions that leads may still be on, by number.</param>
/// <param name="active">The moment on the workflow's clock, which stands still while it is paused.</param>
/// <param name="wall">The time at which leads are moved, on the clock on the wall.</param>
public sealed class LeadTravel(CompiledLeadGraph current, IReadOnlyDictionary<int, CompiledLeadGraph> earlier, DateTimeOffset active, DateTimeOffset wall)
{
    // Nobody needs as many nodes at one moment; a lead that passes them goes in circles.
    private const int MaxNodes = 1000;
    private const string Completed = "completed";
    private const string FailedStatus = "failed";
    private const string NoAnswer = "NO_ANSWER";

    /// <summary>The node that a lead is at, as the lead came to it; null when it is nowhere.</summary>
    public LeadNode? NodeOf(Lead lead)
    {
        ArgumentNullException.ThrowIfNull(lead);
        return lead.Node is not { } node ? null : PlanOf(lead).Find(node) ?? current.Find(node);
    }

    /// <summary>Whether there is something to do with a lead now.</summary>
    public bool IsDue(Lead lead)
    {
        ArgumentNullException.ThrowIfNull(lead);
        return lead.IsLive && lead.DueAt <= active;
    }

    /// <summary>
    /// Moves a lead on as far as it comes without anything being done outside: to a node that does something
    /// or awaits a call (<see cref="NeedsEffect"/>), to a delay, or to its end.
    /// </summary>
    /// <param name="lead">The lead.</param>
    /// <param name="place">Its place in its batch.</param>
    /// <param name="passages">Gets the nodes it leaves.</param>
    /// <exception cref="BrokenLeadException">A fault of the app; <see cref="Broken"/> ends the lead's way for it.</exception>
    public Lead Settle(Lead lead, int place, ICollection<LeadPassage> passages)
    {
        ArgumentNullException.ThrowIfNull(lead);
        var visits = lead.Visits;
        while (IsDue(lead) && !NeedsEffect(lead))
        {
            if (lead.Visits - visits > MaxNodes) return End(lead, LeadStatus.Failed, "circle");
            try
            {
                lead = Step(lead, place, passages);
            }
            catch (Exception fault)
            {
                throw new BrokenLeadException(lead, fault);
            }
        }

        return lead;
    }

    /// <summary>Whether something outside is to be done for a lead now: what its node does, or asking how its call went.</summary>
    public bool NeedsEffect(Lead lead) => IsDue(lead) && lead.Stage switch
    {
        LeadStage.Calling => true,
        LeadStage.Arrived => NodeOf(lead) is { HasEffect: true, Template: not null },
        _ => false,
    };

    /// <summary>The lead after what its node does was done for it.</summary>
    public Lead After(Lead lead, int place, LeadEffect effect, ICollection<LeadPassage> passages)
    {
        ArgumentNullException.ThrowIfNull(lead);
        return effect switch
        {
            LeadEffect.Retry retry => lead with { Attempts = lead.Attempts + 1, DueAt = active + retry.After },
            LeadEffect.Calling call => Await(lead with { Stage = LeadStage.Calling, GiveUpAt = active + call.GiveUpAfter, Outcome = call.CallId }, call.LookAfter),
            LeadEffect.Answered answered => Answered(lead, place, answered.Result, answered.Output, passages),
            LeadEffect.Unanswered unanswered => (lead.GiveUpAt ?? lead.DueAt) <= active
                ? Leave(lead, place, Completed, NoAnswer, passages)
                : Await(lead, unanswered.LookAfter),
            LeadEffect.Done done => Leave(Remember(lead, done.Output), place, Completed, done.Outcome, passages, null, done.Warnings),
            LeadEffect.Skipped skipped => Leave(lead, place, "skipped", StepLabels.Success, passages, skipped.Reason, skipped.Warnings),
            LeadEffect.Failed failed => Leave(lead, place, FailedStatus, failed.Outcome, passages, failed.Code, failed.Warnings),
            _ => throw new ArgumentOutOfRangeException(nameof(effect), effect?.GetType().Name, "An effect without a consequence."),
        };
    }

    /// <summary>The lead after the result of its call came; itself when it is not being called.</summary>
    /// <param name="lead">The lead.</param>
    /// <param name="place">Its place in its batch.</param>
    /// <param name="result">COMPLETED, FAILED or NO_ANSWER.</param>
    /// <param name="output">What later nodes see of the call.</param>
    /// <param name="passages">Gets the node it leaves.</param>
    public Lead Answered(Lead lead, int place, string result, Value output, ICollection<LeadPassage> passages)
    {
        ArgumentNullException.ThrowIfNull(lead);
        if (lead is not { IsLive: true, Stage: LeadStage.Calling }) return lead;
        return Leave(Remember(lead, output), place, result == "FAILED" ? FailedStatus : Completed, result, passages);
    }

    /// <summary>The lead failed at its node by a fault of the app.</summary>
    public Lead Broken(Lead lead, int place, ICollection<LeadPassage> passages)
    {
        ArgumentNullException.ThrowIfNull(lead);
        ArgumentNullException.ThrowIfNull(passages);
        if (lead.Node is not null) passages.Add(Passage(lead, place, FailedStatus, InternalFault.Code));
        return End(lead, LeadStatus.Failed, InternalFault.Code);
    }

    /// <summary>The lead taken out by a user. What is under way at its node is finished, and leads nowhere.</summary>
    public Lead Remove(Lead lead, int place, ICollection<LeadPassage> passages)
    {
        ArgumentNullException.ThrowIfNull(lead);
        ArgumentNullException.ThrowIfNull(passages);
        if (lead.Node is not null) passages.Add(Passage(lead, place, "removed", null));
        return End(lead, LeadStatus.Removed, lead.Outcome);
    }

    /// <summary>Has the leads of a batch that are at one node go on at another.</summary>
    public (LeadBatch Batch, IReadOnlyList<LeadPassage> Passages) MoveAll(LeadBatch batch, string from, string to)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var passages = new List<LeadPassage>();
        var leads = batch.Leads.Select((lead, place) =>
        {
            if (!lead.IsLive || lead.Node != from) return lead;
            passages.Add(Passage(lead, place, "moved", null));
            return Enter(lead, to, current.Version);
        }).ToList();
        return (batch with { Leads = leads }, passages);
    }

    /// <summary>What the settings of a lead's node see.</summary>
    public Value ScopeOf(Lead lead)
    {
        ArgumentNullException.ThrowIfNull(lead);
        var own = Value.Object(
        [
            .. lead.Variables.Select(variable => KeyValuePair.Create(variable.Key, Value.Of(variable.Value))),
            KeyValuePair.Create("id", Value.Of(lead.Id.ToString())),
            KeyValuePair.Create(LeadScope.PhoneNumber, Value.Of(lead.Phone)),
        ]);
        var outputs = lead.Outputs is { } known ? Value.From(known).Members : [];
        return Value.Object(
        [
            .. outputs,
            KeyValuePair.Create("trigger", own),
            KeyValuePair.Create("lead", own),
            KeyValuePair.Create("now", Value.Of(IsoTime.Format(wall))),
        ]);
    }

    private Lead Await(Lead lead, TimeSpan? lookAfter) =>
        lead with { DueAt = lookAfter is { } after && active + after < lead.GiveUpAt ? active + after : lead.GiveUpAt };

    private CompiledLeadGraph PlanOf(Lead lead) => earlier.GetValueOrDefault(lead.Version) ?? current;

    private Lead Step(Lead lead, int place, ICollection<LeadPassage> passages)
    {
        if (lead.Node is null) return current.Entry is { } entry ? Enter(lead, entry, current.Version) : End(lead, LeadStatus.Failed, "no_entry");
        if (lead.Stage == LeadStage.Waiting) return Leave(lead, place, Completed, StepLabels.Success, passages);
        if (NodeOf(lead) is not { } node) return End(lead, LeadStatus.Failed, "node_gone");
        if (NodeTypes.IsEnd(node.Step))
        {
            passages.Add(Passage(lead, place, Completed, null));
            return End(lead, LeadStatus.Completed, node.Type == NodeTypes.Dropped ? "dropped" : "converted");
        }

        if (StepTypes.IsDecision(node.Step.Type)) return Decide(lead, place, node, passages);
        return node.Step.Type == StepTypes.Wait ? Wait(lead, place, node, passages) : Break(lead, place, "invalid_settings", passages);
    }

    private Lead Decide(Lead lead, int place, LeadNode node, ICollection<LeadPassage> passages)
    {
        if (node.Conditions is not { } conditions) return Break(lead, place, "invalid_settings", passages);
        try
        {
            return Leave(lead, place, Completed, conditions.Evaluate(ScopeOf(lead)).Passed ? StepLabels.True : StepLabels.False, passages);
        }
        catch (ExpressionLimitException)
        {
            return Break(lead, place, "expression_limit", passages);
        }
    }

    private Lead Wait(Lead lead, int place, LeadNode node, ICollection<LeadPassage> passages)
    {
        if (node.Delay is not { } delay) return Break(lead, place, "invalid_settings", passages);
        // On the workflow's clock, so that a pause lengthens the delay by its own length.
        return delay.EndsAt(wall, delay.Until is null ? Value.Null : ScopeOf(lead)) is { } end
            ? lead with { Stage = LeadStage.Waiting, DueAt = active + (end - wall) }
            : Break(lead, place, "until_unreadable", passages);
    }

    // A node that cannot do its part leads on only where somebody thought of that.
    private Lead Break(Lead lead, int place, string code, ICollection<LeadPassage> passages)
    {
        passages.Add(Passage(lead, place, FailedStatus, code));
        return Next(lead, StepLabels.Failure, byNameOnly: true) is { } next ? Enter(lead, next.Node, next.Version) : End(lead, LeadStatus.Failed, code);
    }

    private Lead Leave(
        Lead lead, int place, string status, string outcome, ICollection<LeadPassage> passages, string? reason = null, IReadOnlyList<string>? warnings = null)
    {
        passages.Add(Passage(lead, place, status, reason ?? outcome) with { Warnings = warnings is { Count: > 0 } ? warnings : null });
        if (Next(lead, outcome, byNameOnly: false) is { } next) return Enter(lead, next.Node, next.Version);
        return status == FailedStatus ? End(lead, LeadStatus.Failed, reason ?? outcome) : End(lead, LeadStatus.Completed, "ended");
    }

    private (string Node, int Version)? Next(Lead lead, string outcome, bool byNameOnly)
    {
        var plan = current.Find(lead.Node!) is null ? PlanOf(lead) : current;
        if (plan.Next(lead.Node!, outcome, byNameOnly) is not { } next) return null;
        return (next, current.Find(next) is null ? plan.Version : current.Version);
    }

    private Lead Enter(Lead lead, string node, int version) => lead with
    {
        Status = LeadStatus.InProgress,
        Node = node,
        Version = version,
        Visits = lead.Visits + 1,
        Stage = LeadStage.Arrived,
        Attempts = 0,
        EnteredAt = wall,
        DueAt = active,
        GiveUpAt = null,
        Outcome = null,
    };

    private Lead End(Lead lead, LeadStatus status, string? outcome) => lead with { Status = status, DueAt = null, GiveUpAt = null, EndedAt = wall, Outcome = outcome };

    private LeadPassage Passage(Lead lead, int place, string status, string? outcome)
    {
        var node = NodeOf(lead);
        return new LeadPassage(place, lead.Node!, node?.Step.Name, node?.Type ?? "", status, outcome, lead.EnteredAt ?? wall, wall)
        {
            CallId = lead.Stage == LeadStage.Calling ? lead.Outcome : null,
        };
    }

    private static Lead Remember(Lead lead, in Value output) => output.IsNull ? lead : lead with { Outputs = LeadOutputs.With(lead.Outputs, lead.Node!, output) };
}
