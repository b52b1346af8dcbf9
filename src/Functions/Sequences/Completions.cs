using System.Text.Json.Nodes;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Events;

namespace Cadenza.Functions.Sequences;

/// <summary>Tells of contacts who have come to the end of a sequence (B10).</summary>
internal sealed class Completions(EventQueue events, TimeProvider clock)
{
    private const string Type = "sequence-completed";

    /// <summary>
    /// Tells of contacts of one run, whose id begins the events' ids; telling it again names the same events. As short as it
    /// is a chunk's events fit in one message.
    /// </summary>
    public Task TellAsync(Sequence sequence, Guid run, IEnumerable<ContactId> contacts, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return events.SendAsync(
            contacts.Select(contact => new CloudEvent(
                $"{run:D}/{contact}",
                $"/sequences/{sequence.Id}",
                Type,
                contact.ToString(),
                now,
                sequence.Organization.ToString(),
                EventData.Of("contacts", new JsonObject { ["id"] = contact.ToString(), ["sequence_id"] = sequence.Id.ToString() }))),
            cancellation);
    }
}
