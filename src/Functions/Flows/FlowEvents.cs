using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Cadenza.Domain.Flows;
using Cadenza.Functions.Events;

namespace Cadenza.Functions.Flows;

/// <summary>Tells what users do with flows: <c>flow-started</c>, <c>flow-step-completed</c>, <c>flow-completed</c> and so on (F1).</summary>
internal sealed class FlowEvents(EventQueue queue)
{
    /// <summary>What kind of thing the events are about.</summary>
    public const string Module = "flows";

    /// <summary>Sends what came of a report. The same happening has the same id each time.</summary>
    public async Task SendAsync(
        OrganizationId organization, FlowReport report, LiveFlow flow, ProgressTransition transition, CancellationToken cancellation)
    {
        if (transition.Events.Count == 0) return;
        await queue.SendAsync(transition.Events.Select(one => EventOf(organization, report, flow, one)), cancellation);
    }

    private static CloudEvent EventOf(OrganizationId organization, FlowReport report, LiveFlow flow, FlowProgressEvent happening) => new(
        Id(report.UserId, flow.Flow.Ordinal, happening),
        $"/v1/flows/{flow.Flow.Slug}",
        happening.Type,
        report.UserId,
        happening.At,
        organization.ToString(),
        EventData.Of(Module, Entity(report, flow, happening)));

    private static JsonObject Entity(FlowReport report, LiveFlow flow, FlowProgressEvent happening) => new()
    {
        ["user_id"] = report.UserId,
        ["group_id"] = report.Place.GroupId,
        ["flow_slug"] = flow.Flow.Slug,
        ["flow_name"] = flow.Version.Name,
        ["flow_type"] = FlowEnumNames.Of(flow.Version.Type),
        ["flow_id"] = flow.Version.Id,
        ["version"] = flow.Number,
        ["step_id"] = happening.StepId,
        ["data"] = report.Data is { } data && happening.StepId is not null ? JsonNode.Parse(data.GetRawText()) : null,
    };

    private static string Id(string userId, long flow, FlowProgressEvent happening)
    {
        var name = $"{flow}\n{userId}\n{happening.Type}\n{happening.StepId}\n{happening.Attempt}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
    }
}
