using System.Globalization;
using System.Text.Json;
using Cadenza.Domain.Execution;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows.Storage;

namespace Cadenza.Functions.Workflows;

/// <summary>Fires workflows that run by the clock (A8): every minute of their schedule once; those that passed while nothing ran as their trigger chooses.</summary>
internal sealed class Schedules(DueIndex<ScheduleKey> due, WorkflowStore workflows, WorkflowStarts starts, TimeProvider clock)
{
    private const int MaxPerShard = 500;
    private const string MinuteFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Fires what is due. What is left over, and what came due meanwhile, is for the next time.</summary>
    public async Task FireAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        foreach (var entry in await due.ListAsync(now, MaxPerShard, cancellation).ToListAsync(cancellation))
        {
            if (await FireAsync(entry, cancellation) is { } next) await due.PutAsync(new Due<ScheduleKey>(next, entry.Key with { Fires = true }), cancellation);
            await due.RemoveAsync(entry, cancellation);
        }
    }

    /// <summary>The schedule of a version, or null when it has none.</summary>
    public static CronSchedule? Of(WorkflowTrigger trigger) =>
        trigger is { Type: EventType.Cron, Configuration: { ValueKind: JsonValueKind.Object } settings }
        && CronSchedule.TryParse(Text(settings, "cron"), Text(settings, "timezone") is { Length: > 0 } zone ? zone : "UTC", out var schedule, out _)
            ? schedule
            : null;

    // When it is to be looked at next, or null when another version has taken its place.
    private async Task<DateTimeOffset?> FireAsync(Due<ScheduleKey> entry, CancellationToken cancellation)
    {
        if (await workflows.GetAsync(entry.Key.Organization, entry.Key.Workflow, cancellation) is not { Workflow: { } workflow } || !workflow.IsLive(entry.Key.Version)) return null;
        if (await workflows.GetVersionAsync(entry.Key.Organization, entry.Key.Workflow, entry.Key.Version, cancellation) is not { } version) return null;
        if (Of(version.Content.Trigger) is not { } schedule) return null;
        if (!entry.Key.Fires) return schedule.Next(entry.At);
        var choice = CatchUpTimes.Parse(Text(version.Content.Trigger.Configuration!.Value, "catch_up"));
        var (fires, next) = CatchUpTimes.Fire(schedule, entry.At, clock.GetUtcNow(), choice);
        if (fires is { } at)
        {
            var minute = at.UtcDateTime.ToString(MinuteFormat, CultureInfo.InvariantCulture);
            using var payload = JsonDocument.Parse($$"""{"scheduled_at":"{{minute}}"}""");
            await starts.StartAsync(
                workflow, version, new WorkflowStartRequest($"{minute}/{entry.Key.Version}", EventType.Cron, payload.RootElement, RunCause.Scheduled, IsTest: false), cancellation);
        }

        return next;
    }

    private static string Text(JsonElement settings, string name) =>
        settings.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
