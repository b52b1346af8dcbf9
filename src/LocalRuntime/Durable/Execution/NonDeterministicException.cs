namespace Cadenza.LocalRuntime.Durable.Execution;

/// <summary>An orchestrator's code does not do what its history says it did.</summary>
internal sealed class NonDeterministicException(string message) : Exception(message)
{
    public static NonDeterministicException For(string orchestrator, string expected, string found) => new(
        $"Orchestrator '{orchestrator}' is not deterministic: its history has {expected} where its code now has {found}. "
        + "Either it reads something that changes (time, random numbers, settings), or its code was changed while it ran.");
}
