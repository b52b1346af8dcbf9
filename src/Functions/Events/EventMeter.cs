using System.Diagnostics.Metrics;
using Cadenza.Functions.Platform.Observability;

namespace Cadenza.Functions.Events;

/// <summary>Counts messages of queues that hold no event: <c>cadenza.events.set_aside</c>.</summary>
internal static class EventMeter
{
    private static readonly Meter Meter = new(FunctionTelemetry.Name);
    private static readonly Counter<long> Unreadable = Meter.CreateCounter<long>("cadenza.events.set_aside", description: "Events that could not be read and wait for a person.");

    /// <summary>One was set aside.</summary>
    public static void SetAside() => Unreadable.Add(1);
}
