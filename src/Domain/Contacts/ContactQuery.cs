namespace Cadenza.Domain.Contacts;

/// <summary>What a search for contacts asks for (B11); all that is given must hold.</summary>
/// <param name="EmailPrefix">What the e-mail address begins with, in lower case; null for any or none.</param>
/// <param name="PhonePrefix">What the phone number in E.164 begins with; null for any or none.</param>
/// <param name="NamePrefix">What the name begins with, letter case aside; null for any or none.</param>
/// <param name="Attributes">Attributes that the contact has, with these values.</param>
public sealed record ContactQuery(
    string? EmailPrefix, string? PhonePrefix, string? NamePrefix, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>Whether it asks for everyone.</summary>
    public bool IsListing() => EmailPrefix is null && PhonePrefix is null && NamePrefix is null && Attributes.Count == 0;

    /// <summary>Whether contacts must be looked at one by one; addresses alone are found by ranges.</summary>
    public bool Compares() => NamePrefix is not null || Attributes.Count > 0;

    /// <summary>Whether a contact is one of those.</summary>
    public bool Matches(Contact contact) =>
        (EmailPrefix is null || (contact.Email?.Key.StartsWith(EmailPrefix, StringComparison.Ordinal) ?? false))
        && (PhonePrefix is null || (contact.Phone?.ToString().StartsWith(PhonePrefix, StringComparison.Ordinal) ?? false))
        && (NamePrefix is null || (contact.Name?.StartsWith(NamePrefix, StringComparison.OrdinalIgnoreCase) ?? false))
        && Attributes.IsWithin(contact.Attributes);
}
