namespace Cadenza.Domain.Expressions;

/// <summary>
/// An expression asked for more work, or built a larger value, than one evaluation may. The message is a sentence that a run
/// or an event can show as its reason; the same expression over the same values always ends this way.
/// </summary>
public sealed class ExpressionLimitException(string message) : Exception(message);
