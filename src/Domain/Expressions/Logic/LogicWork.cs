using System.Globalization;

namespace Cadenza.Domain.Expressions.Logic;

/// <summary>
/// What one evaluation may still do. Steps are node evaluations within loops, and long texts and lists by their length,
/// so that a rule that fits into a page cannot keep a core busy for minutes.
/// </summary>
internal struct LogicWork
{
    /// <summary>The steps of one evaluation; about a tenth of a second of one core.</summary>
    public const int MaxSteps = 1_000_000;

    private int _left;

    public static LogicWork Begin() => new() { _left = MaxSteps };

    /// <exception cref="ExpressionLimitException">The evaluation has no steps left.</exception>
    public void Spend(int steps)
    {
        _left -= steps;
        if (_left < 0) throw TooMuch();
    }

    /// <summary>Spends what reading so many characters costs.</summary>
    public void SpendReading(int characters) => Spend(characters >> 5);

    private static ExpressionLimitException TooMuch() => new(string.Create(
        CultureInfo.InvariantCulture, $"The rule takes more than {MaxSteps} steps over these data."));
}
