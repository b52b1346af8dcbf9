using System.Text.Json.Serialization;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Contacts;

/// <summary><c>contact_id_in</c>: the contact's id is one of these, letter case aside.</summary>
/// <param name="ContactIds">The ids, as they were given.</param>
public sealed record ContactIdIn(IReadOnlyList<string> ContactIds) : ContactCondition, INamesPeople
{
    /// <summary>The name of the variant on the wire.</summary>
    public const string Type = "contact_id_in";

    private readonly Lazy<HashSet<ContactId>> _ids = new(() =>
        [.. ContactIds.Select(text => ContactId.TryParse(text, out var id) ? id : (ContactId?)null).OfType<ContactId>()]);

    /// <inheritdoc/>
    [JsonIgnore]
    public int Count => _ids.Value.Count;

    /// <inheritdoc/>
    public override bool Matches(ContactFacts facts) => _ids.Value.Contains(facts.Contact.Id);

    /// <inheritdoc/>
    public void AddTo(NamedPeople candidates) => candidates.Ids.UnionWith(_ids.Value);
}

/// <summary><c>contacts_email_in</c>: the contact's e-mail address is one of these, letter case aside.</summary>
/// <param name="Addresses">The addresses, as they were given.</param>
public sealed record EmailIn([property: JsonPropertyName("email_in")] IReadOnlyList<string> Addresses) : ContactCondition, INamesPeople
{
    /// <summary>The name of the variant on the wire.</summary>
    public const string Type = "contacts_email_in";

    private readonly Lazy<HashSet<string>> _keys = new(() => [.. Addresses.Select(address => address.ToLowerInvariant())]);

    /// <inheritdoc/>
    [JsonIgnore]
    public int Count => _keys.Value.Count;

    /// <inheritdoc/>
    public override bool Matches(ContactFacts facts) => facts.Contact.Email is { } email && _keys.Value.Contains(email.Key);

    /// <inheritdoc/>
    public void AddTo(NamedPeople candidates) => candidates.Emails.UnionWith(_keys.Value);
}

/// <summary><c>contacts_phone_number_in</c>: the contact's phone number is one of these, in whatever way they are written.</summary>
/// <param name="Numbers">The numbers, as they were given; what is no number with its country code is nobody's.</param>
public sealed record PhoneNumberIn([property: JsonPropertyName("phone_number_in")] IReadOnlyList<string> Numbers) : ContactCondition, INamesPeople
{
    /// <summary>The name of the variant on the wire.</summary>
    public const string Type = "contacts_phone_number_in";

    private readonly Lazy<HashSet<string>> _numbers = new(() =>
        [.. Numbers.SelectMany(PhoneNumberReader.Spellings).Select(number => number.ToString())]);

    /// <inheritdoc/>
    [JsonIgnore]
    public int Count => _numbers.Value.Count;

    /// <inheritdoc/>
    public override bool Matches(ContactFacts facts) => facts.Contact.Phone is { } phone && _numbers.Value.Contains(phone.ToString());

    /// <inheritdoc/>
    public void AddTo(NamedPeople candidates) => candidates.Phones.UnionWith(_numbers.Value);
}

/// <summary><c>contacts_email_domain_name_in</c>: the part behind the <c>@</c> is one of these, letter case aside; a subdomain is another domain.</summary>
/// <param name="DomainNameIn">The domains, as they were given.</param>
public sealed record EmailDomainNameIn(IReadOnlyList<string> DomainNameIn) : ContactCondition
{
    /// <summary>The name of the variant on the wire.</summary>
    public const string Type = "contacts_email_domain_name_in";

    private readonly Lazy<HashSet<string>> _domains = new(() => [.. DomainNameIn.Select(domain => domain.ToLowerInvariant())]);

    /// <inheritdoc/>
    public override bool Matches(ContactFacts facts) =>
        facts.Contact.Email is { } email && email.Key is var key && _domains.Value.Contains(key[(key.IndexOf('@', StringComparison.Ordinal) + 1)..]);
}

/// <summary><c>contacts_name_in</c>: the contact's whole name is one of these, letter case aside.</summary>
/// <param name="Names">The names, as they were given.</param>
public sealed record NameIn([property: JsonPropertyName("name_in")] IReadOnlyList<string> Names) : ContactCondition
{
    /// <summary>The name of the variant on the wire.</summary>
    public const string Type = "contacts_name_in";

    private readonly Lazy<HashSet<string>> _names = new(() => new HashSet<string>(Names, StringComparer.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public override bool Matches(ContactFacts facts) => facts.Contact.Name is { } name && _names.Value.Contains(name);
}
