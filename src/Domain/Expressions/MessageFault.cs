namespace Cadenza.Domain.Expressions;

/// <summary>What kept a message from being made of its template.</summary>
public enum MessageFaultKind
{
    /// <summary>The text would be longer than it may.</summary>
    TooLong,

    /// <summary>The template asks for more work than one message may.</summary>
    TooMuchWork,

    /// <summary>The values are none that a filter or comparison can work with: a division by zero.</summary>
    Values,
}

/// <summary>Why a message could not be made of its template; the same template with the same values always ends this way.</summary>
/// <param name="Kind">What was wrong, for programs.</param>
/// <param name="Message">What was wrong, as a sentence without the values.</param>
public sealed record MessageFault(MessageFaultKind Kind, string Message);
