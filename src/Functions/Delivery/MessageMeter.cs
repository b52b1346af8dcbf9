using System.Diagnostics.Metrics;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Values;
using Cadenza.Functions.Platform.Observability;

namespace Cadenza.Functions.Delivery;

/// <summary>Counts messages that were handed over, or could not be made: <c>cadenza.messages</c> by channel, what carried it, and outcome.</summary>
internal static class MessageMeter
{
    private static readonly Meter Meter = new(FunctionTelemetry.Name);
    private static readonly Counter<long> Messages = Meter.CreateCounter<long>("cadenza.messages", description: "Messages handed over, by channel, delivery and outcome.");

    /// <summary>Hands messages of one channel over as <see cref="IMessageDelivery.SendAsync"/> does, and counts what came of them.</summary>
    public static async Task<IReadOnlyList<DeliveryOutcome>> HandOverAsync(this IMessageDelivery delivery, IReadOnlyList<OutboundMessage> wave, CancellationToken cancellation)
    {
        var outcomes = await delivery.SendAsync(wave, cancellation);
        if (!Messages.Enabled) return outcomes;
        foreach (var (message, outcome) in wave.Zip(outcomes))
            Messages.Add(1, new("channel", message.Channel.Name()), new("delivery", delivery.Name), new KeyValuePair<string, object?>("outcome", Name(outcome)));
        return outcomes;
    }

    /// <summary>Counts a message that could not be made of its template, and so was never handed over.</summary>
    public static void CountBroken(this IMessageDelivery delivery, Channel channel) =>
        Messages.Add(1, new("channel", channel.Name()), new("delivery", delivery.Name), new KeyValuePair<string, object?>("outcome", "failed"));

    private static string Name(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.Sent => "sent",
        DeliveryOutcome.TemporaryFailure => "retry",
        DeliveryOutcome.PermanentFailure => "failed",
        DeliveryOutcome.Unknown => "unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome.GetType().Name, "An outcome that has no name."),
    };
}
