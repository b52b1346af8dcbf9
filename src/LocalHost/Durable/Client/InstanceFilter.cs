using Cadenza.LocalHost.Durable.Hub;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Protobuf;

namespace Cadenza.LocalHost.Durable.Client;

/// <summary>Which orchestrations are meant.</summary>
/// <param name="Statuses">Those in one of these; none for any.</param>
/// <param name="From">Those created then or later.</param>
/// <param name="To">Those created then or earlier.</param>
internal sealed record InstanceFilter(IReadOnlySet<OrchestrationStatus> Statuses, DateTimeOffset? From, DateTimeOffset? To)
{
    public static InstanceFilter Of(InstanceQuery query) =>
        new(query.RuntimeStatus.ToHashSet(), Time(query.CreatedTimeFrom), Time(query.CreatedTimeTo));

    /// <summary>Only what has ended can be purged.</summary>
    public static InstanceFilter Of(PurgeInstanceFilter filter)
    {
        OrchestrationStatus[] ended = [OrchestrationStatus.Completed, OrchestrationStatus.Failed, OrchestrationStatus.Terminated];
        var statuses = filter.RuntimeStatus.Count == 0 ? ended : ended.Intersect(filter.RuntimeStatus);
        // None left means none, not any.
        return new InstanceFilter(statuses.DefaultIfEmpty((OrchestrationStatus)(-1)).ToHashSet(), Time(filter.CreatedTimeFrom), Time(filter.CreatedTimeTo));
    }

    public bool Matches(InstanceState state) =>
        (Statuses.Count == 0 || Statuses.Contains(state.Status))
        && (From is not { } from || state.Origin.CreatedAt >= from)
        && (To is not { } to || state.Origin.CreatedAt <= to);

    private static DateTimeOffset? Time(Timestamp? timestamp) => timestamp?.ToDateTimeOffset();
}
