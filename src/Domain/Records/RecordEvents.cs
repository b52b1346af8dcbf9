using System.Globalization;
using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Records;

/// <summary>The events that a change of a record makes (D3).</summary>
public static class RecordEvents
{
    /// <summary>The 27 documented types. Contacts and accounts have three; two of tasks and projects come from the timer.</summary>
    public static IReadOnlyList<string> Types { get; } =
    [
        "lead_created", "lead_updated", "lead_stage_changed", "lead_score_changed", "lead_converted", "lead_assigned",
        "contact_created", "contact_updated", "contact_assigned",
        "account_created", "account_updated", "account_assigned",
        "opportunity_created", "opportunity_updated", "opportunity_stage_changed", "opportunity_won", "opportunity_lost", "opportunity_assigned",
        "task_created", "task_updated", "task_overdue", "task_completed",
        "project_created", "project_updated", "project_status_changed", "project_task_overdue", "project_completed",
    ];

    /// <summary>
    /// The events of one change, the general one first. A new record that is assigned, won or completed from the start says so
    /// too; a stage that a record is created with has not changed. Nothing happens when nothing differs.
    /// </summary>
    /// <param name="before">The record as it was; null for a new one.</param>
    /// <param name="after">The record as it is.</param>
    /// <param name="now">When it happened.</param>
    /// <param name="occurrence">What names the change among those of the record; its revision unless given.</param>
    public static IReadOnlyList<RecordEvent> Of(CrmRecord? before, CrmRecord after, DateTimeOffset now, string? occurrence = null)
    {
        if (before is not null && before.IsSameAs(after)) return [];
        var (singular, id) = (after.Module.SingularOf(), after.Id.ToString());
        var change = occurrence ?? after.Revision.ToString(CultureInfo.InvariantCulture);
        var data = DataOf(before, after);
        return [.. Kinds(before, after).Select(kind => $"{singular}_{kind}").Select(type => new RecordEvent(type, after.Module, id, $"{change}/{type}", now, data))];
    }

    /// <summary>
    /// The events of a task that is late: task_overdue, and project_task_overdue about its project when it belongs to one, whose
    /// entity then holds the task as its member <c>task</c>.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="project">Its project; null when it belongs to none, or there is no such project.</param>
    /// <param name="lateFrom">The moment that passed: it tells this from another due date of the task.</param>
    /// <param name="now">When that was noticed.</param>
    public static IReadOnlyList<RecordEvent> Overdue(CrmRecord task, CrmRecord? project, DateTimeOffset lateFrom, DateTimeOffset now)
    {
        var occurrence = FieldTime.Format(lateFrom);
        var overdue = new RecordEvent("task_overdue", RecordModule.Tasks, task.Id.ToString(), $"{occurrence}/task_overdue", now, DataOf(null, task));
        if (RecordState.ProjectOf(task) is not { } projectId) return [overdue];
        var known = project?.ToEntity().Members ?? [new("id", Value.Of(projectId.ToString()))];
        var data = Value.Object(
        [
            new("module", Value.Of(RecordModule.Projects.NameOf())),
            new("entity", Value.Object(known.Where(member => member.Key != "task").Append(new("task", task.ToEntity())))),
        ]);
        return [overdue, new RecordEvent("project_task_overdue", RecordModule.Projects, projectId.ToString(), $"{task.Id}/{occurrence}/project_task_overdue", now, data)];
    }

    private static Value DataOf(CrmRecord? before, CrmRecord after)
    {
        var entity = after.ToEntity();
        List<KeyValuePair<string, Value>> members = [new("module", Value.Of(after.Module.NameOf())), new("entity", entity)];
        if (before is not null) members.Add(new("before", before.ToEntity()));
        if (before is not null) members.Add(new("after", entity));
        return Value.Object(members);
    }

    private static IEnumerable<string> Kinds(CrmRecord? before, CrmRecord after)
    {
        yield return before is null ? "created" : "updated";
        if (before is not null)
        {
            if (after.Module is RecordModule.Leads or RecordModule.Opportunities && Differ(before, after, "stage")) yield return "stage_changed";
            if (after.Module == RecordModule.Leads && Differ(before, after, "score")) yield return "score_changed";
            if (after.Module == RecordModule.Projects && Differ(before, after, "status")) yield return "status_changed";
        }

        foreach (var state in States(after.Module))
        {
            if (state.Holds(after) && (before is null || !state.Holds(before))) yield return state.Kind;
        }

        // Tasks and projects have no such event.
        if (after.Module is not (RecordModule.Tasks or RecordModule.Projects) && after.OwnerId is not null && after.OwnerId != before?.OwnerId) yield return "assigned";
    }

    private static (string Kind, Func<CrmRecord, bool> Holds)[] States(RecordModule module) => module switch
    {
        RecordModule.Leads => [("converted", RecordState.IsConverted)],
        RecordModule.Opportunities => [("won", RecordState.IsWon), ("lost", RecordState.IsLost)],
        RecordModule.Tasks or RecordModule.Projects => [("completed", RecordState.IsCompleted)],
        _ => [],
    };

    private static bool Differ(CrmRecord before, CrmRecord after, string field) => before.Fields[field] != after.Fields[field];
}
