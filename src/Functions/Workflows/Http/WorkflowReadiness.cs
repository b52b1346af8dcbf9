using System.Collections.Frozen;
using Cadenza.Domain.Catalog;
using Cadenza.Domain.Workflows;
using Cadenza.Domain.Workflows.Notations;
using Cadenza.Domain.Workflows.Validation;
using Cadenza.Functions.Platform.Http.Problems;

namespace Cadenza.Functions.Workflows.Http;

/// <summary>Whether a version can be activated: it must say what can be carried out, from the first step to the last.</summary>
internal static class WorkflowReadiness
{
    /// <summary>All that stands in the way, by the members of document 000.</summary>
    public static IReadOnlyList<WorkflowIssue> Issues(WorkflowContent content)
    {
        var issues = new List<WorkflowIssue>();
        if (TriggerCatalog.TryFind(content.Trigger.Type, out var trigger))
            issues.AddRange(TriggerCheck.Configuration(trigger, content.Trigger.Configuration, "/trigger_configuration"));
        else
            issues.Add(new WorkflowIssue(null, "/trigger_type", "is no trigger type that GET /catalog/triggers lists"));
        issues.AddRange(StepCheck.Run(content.Graph, FrozenDictionary<string, StepLocation>.Empty, "/workflow_blocks"));
        return issues;
    }

    /// <summary>400 that lists what stands in the way, or null.</summary>
    public static Problem? Check(WorkflowContent content)
    {
        var issues = Issues(content);
        if (issues.Count == 0) return null;
        var errors = issues.GroupBy(issue => issue.At).ToDictionary(
            place => place.Key, place => place.Select(issue => issue.StepId is null ? issue.Message : $"{issue.StepId} {issue.Message}").ToArray());
        return new Problem(400, "workflow_not_ready", "The version cannot be activated; 'errors' says what stands in the way.", errors);
    }
}
