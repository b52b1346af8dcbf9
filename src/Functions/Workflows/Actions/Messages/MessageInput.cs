using Cadenza.Domain.Expressions;

namespace Cadenza.Functions.Workflows.Actions.Messages;

/// <summary>The settings of a step that sends a message, by any of the names that the surfaces use; <c>fromEmail</c> is <c>from_email</c>.</summary>
internal readonly struct MessageInput(Value input)
{
    /// <summary>The first of these settings that is there; null is there.</summary>
    public bool TryFind(out Value value, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            foreach (var (key, member) in input.Members)
                if (VariableName.AreEqual(key, name))
                {
                    value = member;
                    return true;
                }

        value = default;
        return false;
    }

    /// <summary>The same by names that are listed elsewhere.</summary>
    public string? Text(IReadOnlyList<string> names) => Text([.. names]);

    /// <summary>The first of these settings as text, without space around it; null when it is missing or blank.</summary>
    public string? Text(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (TryFind(out var value, name) && value.ToText().Trim() is { Length: > 0 } text) return text;
        return null;
    }

    /// <summary>Whether one of these settings is true.</summary>
    public bool IsSet(params ReadOnlySpan<string> names) => Text(names)?.Equals("true", StringComparison.OrdinalIgnoreCase) == true;
}
