using Cadenza.Domain.Sequences;
using Cadenza.Domain.Values;
using Cadenza.Functions.Events;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Sequences.Enrolling;

/// <summary>Tells of contacts who are enrolled in a sequence (A4), where a workflow listens to that or has a step that waits for it.</summary>
internal sealed class SequenceEnrolledEvents(EventQueue events, IEventListeners listeners, TimeProvider clock)
{
    private const string Type = "sequence-enrolled";
    private static readonly string Normalized = EventType.Normalize(Type);

    /// <summary>Tells of the contacts of a run that is about to be stored; telling it again names the same events.</summary>
    public async Task TellAsync(Sequence sequence, Guid run, CohortMembers enrolled, CancellationToken cancellation)
    {
        var wanted = await listeners.WantedAsync(sequence.Organization, [Normalized], cancellation);
        if (wanted.Count == 0) return;
        var now = clock.GetUtcNow();
        await events.SendAsync(
            enrolled.Chunks.SelectMany(chunk => chunk).Select(contact => Completions.Of(Type, $"{run:D}/enrolled/{contact}", sequence, contact, now)), cancellation);
    }
}
