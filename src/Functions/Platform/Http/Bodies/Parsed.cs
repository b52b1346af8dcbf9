using Cadenza.Functions.Platform.Http.Problems;

namespace Cadenza.Functions.Platform.Http.Bodies;

/// <summary>What a body says, or why it is refused.</summary>
internal readonly struct Parsed<T>
{
    private readonly T _value;

    private Parsed(T value, Problem? problem) => (_value, Problem) = (value, problem);

    /// <summary>Why the body is refused, or null.</summary>
    public Problem? Problem { get; }

    /// <summary>What the body says.</summary>
    /// <exception cref="InvalidOperationException">It is refused.</exception>
    public T Value => Problem is null ? _value : throw new InvalidOperationException("The body was refused: " + Problem.Code);

    /// <summary>The body says this.</summary>
    public static Parsed<T> Of(T value) => new(value, null);

    /// <summary>The body is refused.</summary>
    public static Parsed<T> Refused(Problem problem) => new(default!, problem);
}
