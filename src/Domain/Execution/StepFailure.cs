namespace Cadenza.Domain.Execution;

/// <summary>Why an attempt failed.</summary>
/// <param name="Code">A frozen code.</param>
/// <param name="Message">In words.</param>
/// <param name="IsTemporary">Whether trying again may help.</param>
/// <param name="RetryAfter">How long whoever refused it asks to be left alone, or null.</param>
public sealed record StepFailure(string Code, string Message, bool IsTemporary, TimeSpan? RetryAfter);
