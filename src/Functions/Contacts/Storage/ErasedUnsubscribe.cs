using Cadenza.Domain.Contacts;

namespace Cadenza.Functions.Contacts.Storage;

/// <summary>What somebody who was erased wanted no more of.</summary>
/// <param name="Unsubscribed">All marketing messages.</param>
/// <param name="Channels">Those of these channels.</param>
internal sealed record ErasedUnsubscribe(bool Unsubscribed, IReadOnlyList<string> Channels)
{
    /// <summary>What a contact wants no more of.</summary>
    public static ErasedUnsubscribe Of(Contact contact) => new(contact.Unsubscribed, contact.UnsubscribedChannels);

    /// <summary>A contact who wants no more of that either; the very same one where that is nothing new.</summary>
    public Contact AddTo(Contact contact)
    {
        var isNew = (Unsubscribed && !contact.Unsubscribed) || Channels.Except(contact.UnsubscribedChannels).Any();
        return isNew
            ? contact with
            {
                Unsubscribed = contact.Unsubscribed || Unsubscribed,
                UnsubscribedChannels = [.. contact.UnsubscribedChannels.Union(Channels)],
            }
            : contact;
    }
}
