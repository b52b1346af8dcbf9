using System.Globalization;
using System.Text;

namespace Cadenza.Functions.Flows.Yaml;

/// <summary>Writes texts: plain, quoted, or as a literal block.</summary>
internal static class YamlTextWriter
{
    // A name that stands on its line without a question mark must not be longer than 1,024 characters, quotes and escapes included.
    private const int MaxPlain = 1000;

    /// <summary>Writes the name of a member.</summary>
    public static void Name(StringBuilder yaml, string name)
    {
        if (IsPlain(name)) yaml.Append(name);
        else Quoted(yaml, name);
    }

    /// <summary>Writes a text.</summary>
    /// <param name="yaml">The text that is written to.</param>
    /// <param name="text">The text.</param>
    /// <param name="indent">How far the lines of a block are indented.</param>
    public static void Text(StringBuilder yaml, string text, int indent)
    {
        if (IsLiteral(text)) Literal(yaml, text, indent);
        else if (IsPlain(text)) yaml.Append(text);
        else Quoted(yaml, text);
    }

    private static bool IsPlain(string text)
    {
        if (text.Length is 0 or > MaxPlain || YamlScalar.LooksLikeAnotherType(text)) return false;
        if (!char.IsLetterOrDigit(text[0]) && text[0] is not ('_' or '/' or '.' or '(' or '$')) return false;
        if (char.IsWhiteSpace(text[^1]) || text[^1] == ':') return false;
        return text.All(IsPlainCharacter)
            && !text.Contains(": ", StringComparison.Ordinal)
            && !text.Contains(" #", StringComparison.Ordinal)
            && !text.StartsWith("...", StringComparison.Ordinal);
    }

    // Letters beyond the basic plane and unusual spaces are quoted: readers differ about them.
    private static bool IsPlainCharacter(char character) =>
        character is >= ' ' and <= '~' || (character > '\u00A0' && (char.IsLetterOrDigit(character) || char.IsPunctuation(character) || char.IsSymbol(character)));

    // Readers disagree about blocks whose first line is blank.
    private static bool IsLiteral(string text) =>
        text.IndexOf('\n', StringComparison.Ordinal) is > 0 and var end
        && text.AsSpan(0, end).ContainsAnyExcept(' ')
        && text.All(character => character == '\n' || (YamlText.IsAllowed(character) && character is not ('\r' or '\u0085' or '\u2028' or '\u2029' or '\uFEFF' or '\t')) || char.IsSurrogate(character));

    private static void Literal(StringBuilder yaml, string text, int indent)
    {
        var isIndented = text[0] == ' ';
        var ends = text.Length - text.TrimEnd('\n').Length;
        yaml.Append('|');
        // Without the number the reader would take spaces at the beginning for indentation.
        if (isIndented) yaml.Append('2');
        if (ends != 1) yaml.Append(ends == 0 ? '-' : '+');
        yaml.Append('\n');
        foreach (var line in text[..(text.Length - Math.Min(ends, 1))].Split('\n'))
        {
            if (line.Length > 0) yaml.Append(' ', indent).Append(line);
            yaml.Append('\n');
        }
    }

    private static void Quoted(StringBuilder yaml, string text)
    {
        if (text.All(IsPlainCharacter)) yaml.Append('\'').Append(text.Replace("'", "''", StringComparison.Ordinal)).Append('\'');
        else Escaped(yaml, text);
    }

    private static void Escaped(StringBuilder yaml, string text)
    {
        yaml.Append('"');
        foreach (var character in text)
        {
            if (character is '"' or '\\') yaml.Append('\\').Append(character);
            else if (character == '\n') yaml.Append("\\n");
            else if (character == '\t') yaml.Append("\\t");
            else if (IsPlainCharacter(character) || char.IsSurrogate(character)) yaml.Append(character);
            else yaml.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
        }

        yaml.Append('"');
    }
}
