using System.Globalization;

namespace Cadenza.Domain.Expressions;

/// <summary>
/// Adds up how deep and how heavy an array or object is while it is made. What is shared counts as often as it appears:
/// a few lines of JSON Logic can build a list that holds itself twice at each of a hundred levels.
/// </summary>
internal struct ContentSize
{
    private int _depth;
    private long _weight;

    public void Add(in Value value)
    {
        _depth = Math.Max(_depth, value.Depth);
        _weight += value.Weight;
    }

    public void AddName(string name) => _weight += 1 + name.Length;

    /// <summary>The depth and weight with the container itself.</summary>
    /// <exception cref="ExpressionLimitException">Too deep or too large.</exception>
    public readonly (int Depth, int Weight) Close()
    {
        if (_depth >= Value.MaxDepth)
            throw new ExpressionLimitException(string.Create(
                CultureInfo.InvariantCulture, $"The expression builds a value of more than {Value.MaxDepth} levels."));
        if (_weight >= Value.MaxWeight)
            throw new ExpressionLimitException(string.Create(
                CultureInfo.InvariantCulture, $"The expression builds a value larger than {Value.MaxWeight} elements and characters."));
        return (_depth + 1, (int)_weight + 1);
    }
}
