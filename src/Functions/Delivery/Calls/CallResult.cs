using System.Collections.Frozen;
using Cadenza.Domain.Expressions;

namespace Cadenza.Functions.Delivery.Calls;

/// <summary>How a call went.</summary>
/// <param name="Outcome">COMPLETED, FAILED or NO_ANSWER.</param>
/// <param name="Output">All that the provider says of it, which later nodes see.</param>
internal sealed record CallResult(string Outcome, Value Output)
{
    /// <summary>The outcomes by what providers call them; a call in any other status has not ended.</summary>
    public static readonly FrozenDictionary<string, string> Outcomes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["completed"] = "COMPLETED",
        ["failed"] = "FAILED",
        ["no_answer"] = "NO_ANSWER",
        ["dnp"] = "NO_ANSWER",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
}

/// <summary>A delivery of calls that can be asked how they went.</summary>
internal interface ICallResults
{
    /// <summary>How often the settings want it asked: zero is never, null leaves it open.</summary>
    TimeSpan? AskEvery { get; }

    /// <summary>How a call went; null when it has not ended, or the provider does not say. Never throws for what the provider does.</summary>
    /// <param name="callId">What the provider called the call.</param>
    /// <param name="cancellation">Keeps it from being asked.</param>
    Task<CallResult?> FindAsync(string callId, CancellationToken cancellation);
}
