using System.Text.Json;
using Cadenza.Domain.Catalog;
using Cadenza.Domain.Catalog.Schemas;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Workflows.Validation;

/// <summary>Checks what starts a workflow: the trigger's configuration, the constraints (A9) and the filters (D2).</summary>
public static class TriggerCheck
{
    private const string InputSchema = "input_schema";
    private static readonly JsonElement Empty = JsonElement.Parse("{}");

    /// <summary>All that is wrong with a trigger's configuration.</summary>
    /// <param name="trigger">The kind of trigger.</param>
    /// <param name="configuration">Its configuration; null and JSON's null are as good as an empty object.</param>
    /// <param name="at">Where it stands in the body, as a JSON pointer.</param>
    public static IReadOnlyList<WorkflowIssue> Configuration(TriggerType trigger, JsonElement? configuration, string at)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        var json = configuration is { ValueKind: not JsonValueKind.Null } given ? given : Empty;
        var issues = trigger.Configuration.Check(json).Select(fault => new WorkflowIssue(null, at + fault.At, fault.Message)).ToList();
        if (issues.Count > 0) return issues;
        if (trigger.Name == EventType.Cron) issues.AddRange(Cron(json, at));
        if (trigger.Family == TriggerFamily.OnDemand && json.TryGetProperty(InputSchema, out var schema) && !JsonSchema.TryCompile(schema, out _, out var faults))
            issues.AddRange(faults.Select(fault => new WorkflowIssue(null, $"{at}/{InputSchema}{fault.At}", fault.Message)));
        return issues;
    }

    /// <summary>What is wrong with constraints; nothing when there are none.</summary>
    public static IReadOnlyList<WorkflowIssue> Constraints(JsonElement? rule, string at) =>
        rule is { ValueKind: not JsonValueKind.Null } given && !JsonLogic.TryCompile(given, out _, out var fault)
            ? [new WorkflowIssue(null, at + fault.Pointer, Sentence.About(fault.Message))]
            : [];

    /// <summary>All that is wrong with filters; nothing when there are none.</summary>
    public static IReadOnlyList<WorkflowIssue> Filters(JsonElement? filters, string at)
    {
        if (filters is not { ValueKind: not JsonValueKind.Null } given) return [];
        if (given.ValueKind != JsonValueKind.Object) return [new WorkflowIssue(null, at, "must be an object with 'logic' and 'conditions'")];
        return Conditions.TryCompile(given, out _, out var faults)
            ? []
            : [.. faults.Select(fault => new WorkflowIssue(null, at + fault.Pointer, Sentence.About(fault.Message)))];
    }

    private static IEnumerable<WorkflowIssue> Cron(JsonElement configuration, string at)
    {
        var zone = configuration.TryGetProperty("timezone", out var name) ? name.GetString()! : "UTC";
        if (!TimeZones.TryFind(zone, out _))
        {
            yield return new WorkflowIssue(null, at + "/timezone", "must be an IANA name, such as Europe/Berlin or UTC");
            zone = "UTC";
        }

        if (!CronSchedule.TryParse(configuration.GetProperty("cron").GetString()!, zone, out var schedule, out var fault) || (fault = schedule.AuthorFault()) is not null)
            yield return new WorkflowIssue(null, at + "/cron", Sentence.About(fault));
    }
}
