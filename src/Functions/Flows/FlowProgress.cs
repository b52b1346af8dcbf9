using System.Text.Json;
using Cadenza.Domain.Flows;
using Cadenza.Functions.Flows.Storage;

namespace Cadenza.Functions.Flows;

/// <summary>What a client says of a user.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Slug">The flow.</param>
/// <param name="Action">What the user did.</param>
/// <param name="StepId">With which step; null for the flow as a whole.</param>
/// <param name="Data">What the user entered, an object, or null.</param>
/// <param name="Place">Where the user is.</param>
internal sealed record FlowReport(string UserId, string Slug, ProgressAction Action, string? StepId, JsonElement? Data, FlowUserLocation Place);

/// <summary>What came of a report.</summary>
internal enum ReportOutcome
{
    /// <summary>It is stored.</summary>
    Taken,

    /// <summary>No flow with a live version has the slug.</summary>
    NoFlow,

    /// <summary>The live version has no such step.</summary>
    NoStep,
}

/// <summary>
/// Stores how far users are, and tells of it (E4). Safe to repeat: see <see cref="ProgressTransition"/>. The row is written
/// first, then the events go; a repeat of the report tells them again, under the same ids.
/// </summary>
internal sealed class FlowProgress(FlowUsers users, FlowUserStore store, FlowEvents events, TimeProvider clock)
{
    /// <summary>Stores a report.</summary>
    /// <returns>What came of it, and the user afterwards; null unless it was taken.</returns>
    public async Task<(ReportOutcome Outcome, FlowUser? User)> RecordAsync(OrganizationId organization, FlowReport report, CancellationToken cancellation)
    {
        var user = await users.FindAsync(organization, report.UserId, cancellation);
        if (user.Catalog.Find(report.Slug) is not { } flow) return (ReportOutcome.NoFlow, null);
        if (report.Action.IsStep && flow.Steps.All(step => step.Id != report.StepId)) return (ReportOutcome.NoStep, null);
        var plan = flow.PlanFor(await users.SubjectAsync(organization, user, report.Place, cancellation));
        var isFirst = true;
        var made = await OptimisticWrite.RunAsync(async () =>
        {
            // What was just read serves the first attempt; a lost race asks for the row again.
            var read = isFirst
                ? user.Rows.Progress.GetValueOrDefault(flow.Flow.Ordinal)
                : await store.GetProgressAsync(organization, report.UserId, flow.Flow.Ordinal, cancellation);
            isFirst = false;
            var transition = ProgressTransition.Of(
                flow.ProgressOf(read?.Progress), report.Action, report.StepId, report.Data, plan, clock.GetUtcNow());
            if (transition.IsChanged) await store.SaveProgressAsync(organization, report.UserId, flow.Flow.Ordinal, read, transition.Progress, cancellation);
            return transition;
        });
        await events.SendAsync(organization, report, flow, made, cancellation);
        return (ReportOutcome.Taken, user.With(flow.Flow.Ordinal, new StoredUserProgress(made.Progress, default)));
    }

    /// <summary>Takes a user back to before the flow, whether it is live or not.</summary>
    /// <returns>Whether there was anything to take back.</returns>
    public Task<bool> ResetAsync(OrganizationId organization, string userId, Flow flow, CancellationToken cancellation) =>
        OptimisticWrite.RunAsync(async () =>
        {
            if (await store.GetProgressAsync(organization, userId, flow.Ordinal, cancellation) is not { } read) return false;
            var before = read.Progress.AsOf(flow.Activations);
            var after = before.Reset(clock.GetUtcNow());
            if (ReferenceEquals(before, after)) return false;
            await store.SaveProgressAsync(organization, userId, flow.Ordinal, read, after, cancellation);
            return true;
        });
}
