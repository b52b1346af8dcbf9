using System.ComponentModel;
using Cadenza.Domain.Contacts;

namespace Cadenza.Functions.Contacts.Http;

/// <summary>A contact on the wire (B11).</summary>
internal sealed record ContactReply(
    string Id,
    [Description("The person's name.")] string? Name,
    [Description("The e-mail address, unique in the organization letter case aside.")] string? Email,
    [Description("The phone number in E.164, unique in the organization.")] string? Phone,
    [Description("Further values by name.")] IReadOnlyDictionary<string, string> Attributes,
    [Description("The conversations with the person that are told apart.")] IReadOnlyList<SessionReply> Sessions,
    [Description("Whether the person declines marketing messages.")] bool Unsubscribed,
    [Description("The channels on which the person declines messages besides: email, sms, whatsapp, call.")] IReadOnlyList<string> UnsubscribedChannels,
    [Description("When a message was last sent to the person.")] DateTimeOffset? LastContactedAt,
    [Description("When the person was last in contact with a human agent.")] DateTimeOffset? LastContactedWithHandoffAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    /// <summary>The contact as it is answered.</summary>
    public static ContactReply Of(Contact contact) => new(
        contact.Id.ToString(),
        contact.Name,
        contact.Email?.ToString(),
        contact.Phone?.ToString(),
        contact.Attributes,
        [.. contact.Sessions.Select(session => new SessionReply(session.Id, session.Attributes))],
        contact.Unsubscribed,
        contact.UnsubscribedChannels,
        contact.LastContactedAt,
        contact.LastContactedWithHandoffAt,
        contact.CreatedAt,
        contact.UpdatedAt);
}

/// <summary>One conversation with a contact on the wire.</summary>
internal sealed record SessionReply(
    [Description("The caller's id of the session, unique in the contact.")] string Id,
    [Description("Its attributes by name.")] IReadOnlyDictionary<string, string> Attributes);

/// <summary>A page of a search for contacts on the wire.</summary>
internal sealed record ContactSearchReply(
    [Description("The contacts of this page.")] IReadOnlyList<ContactReply> Data,
    [Description("How many contacts were looked at for this page. A search by name or attribute looks at some 5,000 and then answers what it found so far: fewer than the limit, or none, says nothing about those behind next_cursor.")] int LookedAt,
    string? NextCursor);

/// <summary>A page of contacts on the wire.</summary>
internal sealed record ContactListReply(
    [Description("The contacts of this page.")] IReadOnlyList<ContactReply> Data,
    string? NextCursor);
