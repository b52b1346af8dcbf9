using System.Collections.Concurrent;
using Cadenza.Domain.Delivery;
using Cadenza.Functions.Delivery;

namespace Cadenza.Functions.Tests.Sequences;

/// <summary>Stands for a provider: takes messages, and fails or dies as the test has it.</summary>
internal sealed class RecordingDelivery : IMessageDelivery
{
    private int _waves;

    public string Name => "recording";

    public int WaveSize { get; init; } = 10;

    public int MaxConcurrentWaves { get; init; } = 4;

    public bool IsIdempotent { get; init; }

    /// <summary>The process dies in this wave, counted from 1, after the provider took its messages.</summary>
    public int? DiesInWave { get; init; }

    /// <summary>Runs before a wave is taken.</summary>
    public Func<Task>? BeforeWave { get; init; }

    /// <summary>Told of a wave that the provider took, also when the process then dies.</summary>
    public Action<IReadOnlyList<OutboundMessage>>? OnTaken { get; init; }

    /// <summary>What the provider answers; taken when not set.</summary>
    public Func<OutboundMessage, DeliveryOutcome>? Answer { get; init; }

    /// <summary>Every message the provider was handed, in order.</summary>
    public ConcurrentQueue<OutboundMessage> Taken { get; } = new();

    public async Task<IReadOnlyList<DeliveryOutcome>> SendAsync(IReadOnlyList<OutboundMessage> wave, CancellationToken cancellation)
    {
        if (BeforeWave is not null) await BeforeWave();
        foreach (var message in wave) Taken.Enqueue(message);
        OnTaken?.Invoke(wave);
        if (++_waves == DiesInWave) throw new ProcessDiedException();
        return [.. wave.Select(message => Answer?.Invoke(message) ?? new DeliveryOutcome.Sent("id-" + message.To))];
    }
}

/// <summary>Ends a run as kill -9 would: nothing after it happens.</summary>
internal sealed class ProcessDiedException : Exception;
