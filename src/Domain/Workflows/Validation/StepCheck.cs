using System.Text.Json;
using Cadenza.Domain.Catalog;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Workflows.Notations;

namespace Cadenza.Domain.Workflows.Validation;

/// <summary>Checks the steps of a graph: their settings, what they read, and how they hang together.</summary>
public static class StepCheck
{
    // Finding where a variable stands takes time, and nobody reads more.
    private const int MaxIssues = 100;

    private const string Match = "match";
    private const string Condition = "condition";

    /// <summary>All that is wrong with the steps.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="places">Where each step stands in the body; steps that are not in it are pointed at by <paramref name="root"/>.</param>
    /// <param name="root">Where all of them stand.</param>
    public static IReadOnlyList<WorkflowIssue> Run(WorkflowGraph graph, IReadOnlyDictionary<string, StepLocation> places, string root)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(places);
        var ways = new GraphWays(graph);
        var names = new StepNames(graph);
        var issues = new List<WorkflowIssue>();
        foreach (var step in graph.Steps)
        {
            var at = places.TryGetValue(step.Id, out var place) ? place : new StepLocation(root, root, root);
            var faults = Check(step, names, ways).Take(MaxIssues - issues.Count);
            issues.AddRange(faults.Select(fault => new WorkflowIssue(step.Id, fault.Resolve(at), fault.Message)));
        }

        foreach (var step in ways.Unreachable())
        {
            issues.Add(new WorkflowIssue(step.Id, At(step), "is never reached", IssueKind.Structure));
        }

        if (ways.RestlessCircle() is { } circle)
            issues.Add(new WorkflowIssue(circle.Id, At(circle), "comes back to itself without a wait", IssueKind.Structure));
        return issues;

        string At(WorkflowStep step) => places.TryGetValue(step.Id, out var place) ? place.Step : root;
    }

    private static IEnumerable<StepFault> Check(WorkflowStep step, StepNames names, GraphWays ways)
    {
        if (!ActionCatalog.TryFind(step.Type, out var type))
        {
            yield return new StepFault(null, $"is no type of step that GET /catalog/actions lists: {step.Type}");
            yield break;
        }

        var isSound = true;
        foreach (var fault in type.Configuration.CheckConfiguration(step.Config))
        {
            isSound = false;
            yield return new StepFault(fault.At, fault.Message);
        }

        if (!isSound) yield break;
        if (StepEvents.Fault(step) is var (member, wrong)) yield return new StepFault(member, wrong);
        if (StepWaits.Fault(step) is var (inside, message)) yield return new StepFault(inside, message);
        foreach (var fault in StepTypes.IsDecision(step.Type) ? CheckCondition(step, Condition, names, ways) : CheckTemplates(step, names, ways)) yield return fault;
        if (step.Type != StepTypes.WaitForEvent) yield break;
        foreach (var fault in CheckCondition(step, Match, names, ways)) yield return fault;
    }

    private static IEnumerable<StepFault> CheckCondition(WorkflowStep step, string member, StepNames names, GraphWays ways)
    {
        if (!step.Config.TryGetProperty(member, out var json) || json.ValueKind == JsonValueKind.Null) yield break;
        var at = "/" + member;
        if (!Conditions.TryCompile(json, out var conditions, out var faults))
        {
            foreach (var fault in faults) yield return new StepFault(at + fault.Pointer, Sentence.About(fault.Message));
            yield break;
        }

        foreach (var root in conditions.Roots)
        {
            // What is no step's name is a field of the trigger.
            if (!StepId.IsReserved(root) && names.Find(root) is { } read && !ways.Leads(read, step.Id)) yield return NotEarlier(at, root);
        }
    }

    private static IEnumerable<StepFault> CheckTemplates(WorkflowStep step, StepNames names, GraphWays ways)
    {
        if (!ConfigTemplate.TryCompile(step.Config, MessageSettings.Of(step.Type), out var template, out var faults))
        {
            foreach (var fault in faults) yield return new StepFault(fault.Pointer, Sentence.About(fault.Message));
            yield break;
        }

        foreach (var variable in template.Variables)
        {
            var root = variable.Segments[0];
            if (StepId.IsReserved(root)) continue;
            if (names.Find(root) is { } read)
            {
                if (!ways.Leads(read, step.Id)) yield return NotEarlier(PlaceOf(step.Config, variable), variable.Text);
            }
            else if (variable.Segments.Length > 1 && !(step.Type == StepTypes.WaitForEvent && root == "event"))
            {
                // A name alone is a field of the trigger.
                yield return new StepFault(PlaceOf(step.Config, variable), $"names no step: {variable.Text}; a field of the trigger is {ScopeNames.Trigger}.{variable.Text}");
            }
        }
    }

    private static StepFault NotEarlier(string at, string variable) => new(at, $"reads a step that does not come before this one: {variable}");

    // A path with brackets is written in another way than it is named, so its first name is looked for then.
    private static string PlaceOf(JsonElement config, VariablePath variable) =>
        Where(config, variable.Text) is { Length: > 0 } place ? place : Where(config, variable.Segments[0]);

    // The first text in the settings that mentions a variable.
    private static string Where(JsonElement config, string variable, string at = "") => config.ValueKind switch
    {
        JsonValueKind.String => Mentions(config.GetString()!, variable) ? at : "",
        JsonValueKind.Object => config.EnumerateObject()
            .Select(member => Where(member.Value, variable, Catalog.Schemas.JsonPointer.Member(at, member.Name))).FirstOrDefault(found => found.Length > 0) ?? "",
        JsonValueKind.Array => config.EnumerateArray()
            .Select((item, index) => Where(item, variable, Catalog.Schemas.JsonPointer.Item(at, index))).FirstOrDefault(found => found.Length > 0) ?? "",
        _ => "",
    };

    private static bool Mentions(string text, string variable) =>
        MessageTemplate.IsOne(text) && text.Contains(variable, StringComparison.Ordinal);

    /// <summary>A fault of a step.</summary>
    /// <param name="Inside">Where in its settings; null for its type.</param>
    /// <param name="Message">What is wrong.</param>
    private sealed record StepFault(string? Inside, string Message)
    {
        public string Resolve(StepLocation place) => Inside is null ? place.Type : place.InConfig(Inside);
    }
}
