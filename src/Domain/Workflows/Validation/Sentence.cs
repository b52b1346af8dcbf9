namespace Cadenza.Domain.Workflows.Validation;

/// <summary>Turns the sentence of one engine into the rest of a sentence about a place.</summary>
internal static class Sentence
{
    /// <summary>"Unknown operator." as "cannot be read: Unknown operator".</summary>
    public static string About(string sentence) => "cannot be read: " + sentence.TrimEnd('.');
}
