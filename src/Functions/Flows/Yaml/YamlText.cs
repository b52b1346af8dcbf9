namespace Cadenza.Functions.Flows.Yaml;

/// <summary>What characters YAML is made of.</summary>
internal static class YamlText
{
    /// <summary>The longest data of a flow, in UTF-16 units.</summary>
    public const int MaxLength = 256 * 1024;

    /// <summary>Checks length and characters.</summary>
    /// <exception cref="FlowDataException">It is too long, or holds a character that YAML does not allow.</exception>
    public static void Check(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (index == MaxLength) throw At(text, index, $"it is longer than {MaxLength} characters");
            if (index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1])) index++;
            else if (!IsAllowed(text[index])) throw At(text, index, $"the character U+{(int)text[index]:X4} is not allowed");
        }
    }

    /// <summary>Whether a character may stand in YAML as it is.</summary>
    public static bool IsAllowed(char character) => character switch
    {
        '\t' or '\n' or '\r' or '\u0085' or '\uFEFF' => true,
        < ' ' or '\u007F' => false,
        < '\u00A0' and > '~' => false,
        >= '\uD800' and <= '\uDFFF' => false,
        '\uFFFE' or '\uFFFF' => false,
        _ => true,
    };

    /// <summary>Whether a text holds half of a character, which can be neither stored nor sent.</summary>
    public static bool HasLoneSurrogate(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (!char.IsSurrogate(text[index])) continue;
            if (index + 1 == text.Length || !char.IsSurrogatePair(text[index], text[index + 1])) return true;
            index++;
        }

        return false;
    }

    /// <summary>A fault at an offset.</summary>
    public static FlowDataException At(string text, int index, string reason)
    {
        var before = text.AsSpan(0, Math.Min(index, text.Length));
        return new FlowDataException(before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'), reason);
    }
}
