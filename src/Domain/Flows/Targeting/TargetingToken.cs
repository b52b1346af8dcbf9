namespace Cadenza.Domain.Flows.Targeting;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>The end of the text.</summary>
    End,

    /// <summary>A name or word.</summary>
    Word,

    /// <summary>A text in quotes.</summary>
    Text,

    /// <summary>A number, perhaps with a unit right behind it.</summary>
    Number,

    /// <summary>An operator or bracket.</summary>
    Sign,
}

/// <summary>A token of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Position">Where it begins.</param>
/// <param name="Text">The word or sign; a text without its quotes and escapes; the unit right behind a number.</param>
/// <param name="Number">The number.</param>
internal readonly record struct TargetingToken(TokenKind Kind, int Position, string Text, double Number = 0)
{
    /// <summary>Whether it is this operator or bracket.</summary>
    public bool Is(string sign) => Kind == TokenKind.Sign && Text == sign;

    /// <summary>Whether it is this word.</summary>
    public bool IsWord(string word) => Kind == TokenKind.Word && Text == word;
}
