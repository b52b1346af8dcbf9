using System.Text.Json.Nodes;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Domain.Values;
using Cadenza.Functions.Events;

namespace Cadenza.Functions.Sequences;

/// <summary>Tells of contacts who have come to the end of a sequence (B10), where a workflow listens to that or a run waits for it.</summary>
internal sealed class Completions(EventQueue events, IEventListeners listeners, TimeProvider clock)
{
    private const string Type = "sequence-completed";
    private static readonly string Normalized = EventType.Normalize(Type);

    /// <summary>
    /// Tells of contacts of one run, whose id begins the events' ids; telling it again names the same events. As short as it
    /// is a chunk's events fit in one message.
    /// </summary>
    public async Task TellAsync(Sequence sequence, Guid run, IEnumerable<ContactId> contacts, CancellationToken cancellation)
    {
        var wanted = await listeners.WantedAsync(sequence.Organization, [Normalized], cancellation);
        if (wanted.Count == 0) return;
        var now = clock.GetUtcNow();
        await events.SendAsync(
            contacts.Select(contact => Of(Type, $"{run:D}/{contact}", sequence, contact, now)),
            cancellation);
    }

    /// <summary>An event about a contact in a sequence.</summary>
    public static CloudEvent Of(string type, string id, Sequence sequence, ContactId contact, DateTimeOffset at) => new(
        id,
        $"/sequences/{sequence.Id}",
        type,
        contact.ToString(),
        at,
        sequence.Organization.ToString(),
        EventData.Of("contacts", new JsonObject { ["id"] = contact.ToString(), ["sequence_id"] = sequence.Id.ToString() }));
}
