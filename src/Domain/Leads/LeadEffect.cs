using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Leads;

/// <summary>What came of doing what a node does for a lead.</summary>
public abstract record LeadEffect
{
    private LeadEffect()
    {
    }

    /// <summary>What a person should know of it, in whole sentences.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>It was done.</summary>
    /// <param name="Outcome">The outcome that picks the edge: <c>success</c>, <c>COMPLETED</c>.</param>
    /// <param name="Output">What later nodes see of it.</param>
    public sealed record Done(string Outcome, Value Output) : LeadEffect;

    /// <summary>There was a reason not to do it; the lead goes on.</summary>
    /// <param name="Reason">The reason, a code that never changes.</param>
    public sealed record Skipped(string Reason) : LeadEffect;

    /// <summary>It failed for good.</summary>
    /// <param name="Outcome">The outcome that picks the edge: <c>failure</c>, <c>FAILED</c>.</param>
    /// <param name="Code">The reason, a code that never changes.</param>
    public sealed record Failed(string Outcome, string Code) : LeadEffect;

    /// <summary>It failed, and is to be tried again.</summary>
    /// <param name="After">After so long.</param>
    public sealed record Retry(TimeSpan After) : LeadEffect;

    /// <summary>The lead is being called.</summary>
    /// <param name="CallId">What the provider calls the call.</param>
    /// <param name="GiveUpAfter">How long the result is waited for.</param>
    /// <param name="LookAfter">When it is asked for; null for not before it is given up for.</param>
    public sealed record Calling(string CallId, TimeSpan GiveUpAfter, TimeSpan? LookAfter = null) : LeadEffect;

    /// <summary>The provider was asked, and the call has ended.</summary>
    /// <param name="Result">COMPLETED, FAILED or NO_ANSWER.</param>
    /// <param name="Output">What later nodes see of the call.</param>
    public sealed record Answered(string Result, Value Output) : LeadEffect;

    /// <summary>The provider was asked, and knows of no end of the call.</summary>
    /// <param name="LookAfter">When it is asked again; null for not before the call is given up for.</param>
    public sealed record Unanswered(TimeSpan? LookAfter) : LeadEffect;
}
