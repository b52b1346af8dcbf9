namespace Cadenza.Domain.Execution;

/// <summary>A step could not be worked with, by a fault of the app.</summary>
/// <param name="run">The run as far as it had come.</param>
/// <param name="fault">What was thrown.</param>
public sealed class BrokenStepException(Run run, Exception fault) : Exception($"The step '{run.Position}' could not be worked with.", fault)
{
    /// <summary>The run, about to take that step.</summary>
    public Run Run { get; } = run;
}
