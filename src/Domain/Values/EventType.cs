namespace Cadenza.Domain.Values;

/// <summary>Names of triggers, events, actions and operators: <c>contact-created</c> and <c>contact_created</c> are the same (G10).</summary>
public static class EventType
{
    /// <summary>The longest name that is taken.</summary>
    public const int MaxLength = 100;

    /// <summary>A surface's way to start a workflow by hand.</summary>
    public const string Manual = "manual_trigger";

    /// <summary>An agent's way to start a workflow.</summary>
    public const string Agent = "ai_trigger";

    /// <summary>The trigger of a schedule.</summary>
    public const string Cron = "cron_trigger";

    /// <summary>The trigger of another system's call.</summary>
    public const string Webhook = "webhook";

    /// <summary>The trigger of a form.</summary>
    public const string Form = "form_trigger";

    /// <summary>The one form that is stored and compared: lower case, parts joined by <c>_</c>.</summary>
    public static string Normalize(string type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.Replace('-', '_').ToLowerInvariant();
    }

    /// <summary>Whether an event can have such a type or subject: it has no control characters.</summary>
    public static bool IsLine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return !text.Any(char.IsControl);
    }

    /// <summary>The form with <c>-</c>, as documents 000 and 004 write it; <c>webhook</c> and the like are the same in both.</summary>
    public static string ToKebab(string type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.Replace('_', '-');
    }
}
