namespace Cadenza.Domain.Expressions;

/// <summary>Whether conditions hold, and why not.</summary>
/// <param name="Passed">Whether they hold.</param>
/// <param name="Reason">When they do not: the condition that failed and what was there instead, in words, such as
/// <c>source equals "website": was "ads"</c>; never longer than a few hundred characters. Null when they hold.</param>
public sealed record ConditionVerdict(bool Passed, string? Reason);
