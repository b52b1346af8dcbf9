using Cadenza.Domain.Contacts;

namespace Cadenza.Functions.Http.OpenCx.Contacts;

/// <summary>A contact on the wire (B11).</summary>
internal sealed record ContactReply(
    string Id,
    string? Name,
    string? Email,
    string? Phone,
    IReadOnlyDictionary<string, string> Attributes,
    bool Unsubscribed,
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
        contact.Unsubscribed,
        contact.CreatedAt,
        contact.UpdatedAt);
}
