namespace Cadenza.Domain.Expressions;

/// <summary>Why a piece of JSON is not a rule, a condition or a template.</summary>
/// <param name="Pointer">Where, as a JSON pointer (RFC 6901) within the JSON that was given; "" is the whole.</param>
/// <param name="Message">A sentence for its author.</param>
public sealed record ExpressionFault(string Pointer, string Message)
{
    /// <summary>One step of a JSON pointer for a member's name: <c>a/b</c> becomes <c>/a~1b</c>.</summary>
    internal static string Step(string name) =>
        "/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>One step of a JSON pointer for an element of an array.</summary>
    internal static string Step(int index) => "/" + index.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
