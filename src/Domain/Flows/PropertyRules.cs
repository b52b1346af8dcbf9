using System.Text.Json;

namespace Cadenza.Domain.Flows;

/// <summary>What properties of users and groups may be: what targeting can look at.</summary>
public static class PropertyRules
{
    /// <summary>The longest name.</summary>
    public const int MaxName = 100;

    /// <summary>The longest value, as JSON.</summary>
    public const int MaxValue = 2000;

    /// <summary>What a name must be, as the rest of a sentence about it.</summary>
    public const string NameRule = "must have a name of 1 to 100 characters on one line";

    /// <summary>Whether a name can be one.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= MaxName && !name.AsSpan().ContainsAnyInRange('\0', '\u001f');

    /// <summary>Why a property's value is not taken, as the rest of a sentence about it; null when it is.</summary>
    public static string? WhyNot(JsonElement value)
    {
        if (!IsPlain(value) && !(value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(IsPlain))) return "must be a text, a number, true, false, null or a list of such";
        return value.GetRawText().Length > MaxValue ? $"must have at most {MaxValue} characters" : null;
    }

    private static bool IsPlain(JsonElement value) => value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Undefined);
}
