using Cadenza.Domain.Records;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Contacts;

/// <summary>A person an organization may message (B11). At least one of <see cref="Email"/> and <see cref="Phone"/> is set.</summary>
/// <param name="Id">Its id, which also tells its shard.</param>
/// <param name="Name">Display name, or null.</param>
/// <param name="Email">Unique within the organization, or null.</param>
/// <param name="Phone">Unique within the organization, or null.</param>
/// <param name="Attributes">Custom attributes by name.</param>
/// <param name="Unsubscribed">Whether marketing messages are declined (B9).</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="UpdatedAt">When it last changed.</param>
public sealed record Contact(
    ContactId Id,
    string? Name,
    EmailAddress? Email,
    PhoneNumber? Phone,
    IReadOnlyDictionary<string, string> Attributes,
    bool Unsubscribed,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    /// <summary>The most attributes that a contact, or one of its sessions, has.</summary>
    public const int MaxAttributes = 100;

    /// <summary>The channels on which messages are declined besides, by their names on the wire; a provider told so, or a user did.</summary>
    public IReadOnlyList<string> UnsubscribedChannels { get; init; } = [];

    /// <summary>The conversations with the person that are worth telling apart. See docs/decisions/0020.</summary>
    public IReadOnlyList<ContactSession> Sessions { get; init; } = [];

    /// <summary>When a message was last sent to the person, or null; as far as the contact itself knows, see <see cref="WithLastContact"/>.</summary>
    public DateTimeOffset? LastContactedAt { get; init; }

    /// <summary>Last contacts up to this time count no more: <see cref="LastContactedAt"/> was set when they were known. Null when it never was.</summary>
    public DateTimeOffset? LastContactOverruled { get; init; }

    /// <summary>When the person was last in contact with a human agent, or null.</summary>
    public DateTimeOffset? LastContactedWithHandoffAt { get; init; }

    /// <summary>What steps of workflows did to the contact last, the oldest first: so that a step carried out again finds that it was (D8).</summary>
    public IReadOnlyList<RecordEffect> Effects { get; init; } = [];

    /// <summary>The contact that knows of a last contact noted apart from it; itself when that is not later, or no longer counts.</summary>
    public Contact WithLastContact(DateTimeOffset? noted) => noted > (LastContactOverruled ?? DateTimeOffset.MinValue) && noted > (LastContactedAt ?? DateTimeOffset.MinValue)
        ? this with { LastContactedAt = noted }
        : this;

    /// <summary>The contact whose last contact is what a user says, which may be earlier or none; only what is sent after those known of now moves it on.</summary>
    public Contact SetLastContact(DateTimeOffset? at) => this with
    {
        LastContactedAt = at,
        LastContactOverruled = LastContactedAt is { } known && !(LastContactOverruled > known) ? known : LastContactOverruled,
    };

    /// <summary>Why a change cannot be stored: the member, by its JSON pointer, and what is wrong with it; null when it can.</summary>
    public (string Pointer, string Fault)? Refusal()
    {
        if (Email is null && Phone is null) return ("/email", "must stay, unless the contact has a phone number");
        return Attributes.Count > MaxAttributes ? ("/attributes", $"must leave at most {MaxAttributes} attributes") : null;
    }

    /// <summary>Whether marketing messages are declined on a channel (B9).</summary>
    public bool Declines(Channel channel) => Unsubscribed || UnsubscribedChannels.Contains(channel.Name());

    /// <summary>The contact that declines messages on a channel from now on; itself when it does already.</summary>
    public Contact Decline(Channel channel, DateTimeOffset now) => UnsubscribedChannels.Contains(channel.Name())
        ? this
        : this with { UnsubscribedChannels = [.. UnsubscribedChannels, channel.Name()], UpdatedAt = now };
}
