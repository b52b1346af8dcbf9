using Cadenza.Functions.Platform.Http.Problems;

namespace Cadenza.Functions.Platform.Idempotency;

/// <summary>What is to be done with a request that carries an Idempotency-Key (G5).</summary>
internal abstract record IdempotencyClaim
{
    private IdempotencyClaim()
    {
    }

    /// <summary>It is to be carried out.</summary>
    /// <param name="Attempt">The attempt, which is to be finished.</param>
    public sealed record Mine(IdempotencyAttempt Attempt) : IdempotencyClaim;

    /// <summary>It was carried out: the answer is given again.</summary>
    /// <param name="Answer">The answer.</param>
    public sealed record Replay(KeptAnswer Answer) : IdempotencyClaim;

    /// <summary>It is not to be carried out.</summary>
    /// <param name="Problem">The refusal to answer with.</param>
    public sealed record Refused(Problem Problem) : IdempotencyClaim;
}
