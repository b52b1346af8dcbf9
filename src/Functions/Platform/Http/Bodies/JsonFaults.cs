using Cadenza.Functions.Platform.Http.Problems;

namespace Cadenza.Functions.Platform.Http.Bodies;

/// <summary>All that is wrong with one body, by JSON pointer, in the order it was found.</summary>
internal sealed class JsonFaults
{
    // A hostile body can hold a fault every two bytes; nobody reads more than this many.
    private const int Most = 100;

    private readonly OrderedDictionary<string, string[]> _errors = [];

    /// <summary>How many there are; a reader that leaves it unchanged has succeeded.</summary>
    public int Count { get; private set; }

    /// <summary>Notes a fault.</summary>
    /// <param name="pointer">Where, as an RFC 6901 pointer; "" is the whole body.</param>
    /// <param name="message">What, as the rest of a sentence about that place: "must be a string".</param>
    public void Add(string pointer, string message)
    {
        if (Count++ >= Most) return;
        _errors[pointer] = _errors.TryGetValue(pointer, out var messages) ? [.. messages, message] : [message];
    }

    /// <summary>The refusal that lists them.</summary>
    public Problem ToProblem() => Problem.Invalid(_errors);
}
