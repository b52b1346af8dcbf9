using System.Text.Json;
using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Workflows;

/// <summary>Settings of a step by name: <c>event_type</c> and <c>eventType</c> are the same (D6, G10).</summary>
internal static class StepSettings
{
    /// <summary>The setting of that name; false when there is none or it is null.</summary>
    public static bool Find(in Value settings, string name, out Value value)
    {
        foreach (var member in settings.Members)
        {
            if (!VariableName.AreEqual(member.Key, name) || member.Value.IsNull) continue;
            value = member.Value;
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>The setting of that name before placeholders are filled in; null when there is none.</summary>
    public static JsonElement? Find(JsonElement settings, string name)
    {
        if (settings.ValueKind != JsonValueKind.Object) return null;
        foreach (var member in settings.EnumerateObject())
        {
            if (VariableName.AreEqual(member.Name, name)) return member.Value;
        }

        return null;
    }

    /// <summary>The setting of that name as text; empty when there is none.</summary>
    public static string Text(in Value settings, string name) => Find(settings, name, out var value) ? value.ToText() : "";
}
