namespace Cadenza.Domain.Contacts;

/// <summary>One conversation with a contact (B2, B11): what is known of it alone, and not of the person.</summary>
/// <param name="Id">The caller's id, unique among the contact's sessions.</param>
/// <param name="Attributes">Its attributes by name.</param>
public sealed record ContactSession(string Id, IReadOnlyDictionary<string, string> Attributes);
