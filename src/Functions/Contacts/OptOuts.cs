using System.Text.Json.Nodes;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Values;
using Cadenza.Functions.Contacts.Storage;
using Cadenza.Functions.Platform.Auditing;

namespace Cadenza.Functions.Contacts;

/// <summary>Notes that people want no messages on a channel, as a provider has told (B9).</summary>
internal sealed class OptOuts(ContactStore contacts, AuditStore audit, TimeProvider clock)
{
    /// <summary>Unsubscribes a contact on a channel. Doing it twice does no more; one that was erased stays so.</summary>
    public Task NoteAsync(OrganizationId organization, ContactId contact, Channel channel, CancellationToken cancellation) =>
        OptimisticWrite.RunAsync(async () =>
        {
            if (await contacts.GetAsync(organization, contact, cancellation) is not { } read) return;
            var changed = read.Contact.Decline(channel, clock.GetUtcNow());
            if (ReferenceEquals(changed, read.Contact)) return;
            var (_, version) = await contacts.UpdateAsync(organization, read, changed, cancellation);
            await audit.AppendAsync(Entry(organization, changed, channel, version.ToString()), cancellation);
        });

    private static AuditEntry Entry(OrganizationId organization, Contact contact, Channel channel, string change) => new(
        organization,
        $"contacts/{contact.Id}",
        "unsubscribed",
        contact.UpdatedAt,
        change,
        AuditActor.App,
        null,
        new JsonObject { ["changed"] = new JsonArray("unsubscribed_channels"), ["channel"] = channel.Name() });
}
