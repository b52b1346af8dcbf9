using Cadenza.Domain.Contacts;
using Cadenza.Domain.Values;

namespace Cadenza.Functions.Contacts.Storage;

/// <summary>An e-mail address or a phone number that one contact of an organization may have.</summary>
/// <param name="IsEmail">Which of the two it is.</param>
/// <param name="Key">The text by which it is unique.</param>
internal readonly record struct ContactAddress(bool IsEmail, string Key)
{
    /// <summary>The shard that holds its claim.</summary>
    public int Shard => ContactShards.Of(Key);

    /// <summary>The row key of its claim.</summary>
    public string RowKey => Platform.Tables.RowKey.Join(IsEmail ? "e" : "p", Platform.Tables.RowKey.Encode(Key));

    /// <summary>An e-mail address.</summary>
    public static ContactAddress Of(EmailAddress email) => new(true, email.Key);

    /// <summary>A phone number.</summary>
    public static ContactAddress Of(PhoneNumber phone) => new(false, phone.ToString());

    /// <summary>The addresses of a contact; the first one decides on the shard of a new contact.</summary>
    public static List<ContactAddress> Of(Contact contact)
    {
        var addresses = new List<ContactAddress>(2);
        if (contact.Email is { } email) addresses.Add(Of(email));
        if (contact.Phone is { } phone) addresses.Add(Of(phone));
        return addresses;
    }

    /// <summary>Whether a contact has it.</summary>
    public bool IsOf(Contact contact) => IsEmail ? contact.Email?.Key == Key : contact.Phone?.ToString() == Key;

    /// <summary>What comes of somebody else having it.</summary>
    public ContactWrite Taken => IsEmail ? ContactWrite.EmailTaken : ContactWrite.PhoneTaken;
}
