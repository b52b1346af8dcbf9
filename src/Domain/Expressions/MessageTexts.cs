namespace Cadenza.Domain.Expressions;

/// <summary>Which of a step's settings are texts that are sent to a person, and so in Liquid; the others have today's placeholders.</summary>
/// <param name="Names">The names of those at the top of the settings, in either spelling.</param>
/// <param name="HasParameters">Whether the settings fill a WhatsApp template, whose parameters are such texts too.</param>
public sealed record MessageTexts(IReadOnlyList<string> Names, bool HasParameters)
{
    private static readonly string[] Parameters = ["parameters", "variables"];

    /// <summary>None of them.</summary>
    public static MessageTexts None { get; } = new([], HasParameters: false);

    internal bool IsText(string? name) => name is not null && Names.Any(known => VariableName.AreEqual(known, name));

    internal bool IsParameters(string? name) => HasParameters && name is not null && Parameters.Any(known => VariableName.AreEqual(known, name));
}
