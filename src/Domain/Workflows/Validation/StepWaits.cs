using System.Text.Json;
using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Workflows.Validation;

/// <summary>Checks how long steps wait, as far as that is told before they do.</summary>
internal static class StepWaits
{
    private const string Until = "until";
    private const string Timeout = "timeout";

    /// <summary>What is wrong with a step's wait, and where in its settings; null when nothing is.</summary>
    public static (string At, string Message)? Fault(WorkflowStep step) => step.Type switch
    {
        StepTypes.Wait => Fault(step.Config, ""),
        StepTypes.WaitForEvent when StepSettings.Find(step.Config, Timeout) is { ValueKind: JsonValueKind.Object } timeout => Fault(timeout, "/" + Timeout),
        _ => null,
    };

    private static (string At, string Message)? Fault(JsonElement settings, string at)
    {
        if (WaitTime.Contradiction(name => Given(settings, name) is not null) is { } contradiction) return (at, "cannot be carried out: " + contradiction);
        // What placeholders will say is not known yet, and neither is the zone.
        if (Given(settings, Until) is not { ValueKind: JsonValueKind.String } until || until.GetString() is not { } text || text.Contains("{{", StringComparison.Ordinal)) return null;
        var zone = Given(settings, "timezone") ?? Given(settings, "time_zone");
        var isKnown = TimeZones.TryFind(zone is { ValueKind: JsonValueKind.String } name ? name.GetString() : "UTC", out var found);
        return WallTime.TryRead(text, isKnown ? found! : TimeZoneInfo.Utc, out _, out var fault) ? null : ($"{at}/{Until}", fault!);
    }

    private static JsonElement? Given(JsonElement settings, string name) =>
        StepSettings.Find(settings, name) is { ValueKind: not JsonValueKind.Null } value ? value : null;
}
