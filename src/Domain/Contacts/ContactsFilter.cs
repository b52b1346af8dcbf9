using System.Text.Json.Serialization;

namespace Cadenza.Domain.Contacts;

/// <summary>Who a sequence is for: any of the groups, in each of which every condition holds (B1, B2). At least one group.</summary>
/// <param name="Or">The groups.</param>
public sealed record ContactsFilter(IReadOnlyList<FilterGroup> Or)
{
    /// <summary>Whether a contact passes. A null filter, which callers handle, passes everyone.</summary>
    public bool Matches(Contact contact) => Or.Any(group => group.And.All(condition => condition.Matches(contact)));

    /// <summary>
    /// The e-mail addresses (as keys) to which everyone who passes belongs, or null when the filter names no such set: with
    /// it, enrollment looks people up instead of reading everybody.
    /// </summary>
    public IReadOnlySet<string>? EmailCandidates()
    {
        var candidates = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in Or)
        {
            if (group.And.OfType<EmailIn>().FirstOrDefault() is not { } condition) return null;
            candidates.UnionWith(condition.Keys);
        }

        return candidates;
    }
}

/// <summary>Conditions that must all hold; none at all holds for everyone (B2).</summary>
/// <param name="And">The conditions.</param>
public sealed record FilterGroup(IReadOnlyList<ContactCondition> And);

/// <summary>One of the documented filter variants, told apart on the wire by <c>type</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(AllContacts), AllContacts.Type)]
[JsonDerivedType(typeof(EmailIn), EmailIn.Type)]
public abstract record ContactCondition
{
    /// <summary>Whether it holds for a contact.</summary>
    public abstract bool Matches(Contact contact);
}

/// <summary><c>all_contacts</c>: holds for everyone.</summary>
public sealed record AllContacts : ContactCondition
{
    /// <summary>The name of the variant on the wire.</summary>
    public const string Type = "all_contacts";

    /// <inheritdoc/>
    public override bool Matches(Contact contact) => true;
}

/// <summary><c>contacts_email_in</c>: the contact's e-mail address is one of these, letter case aside.</summary>
/// <param name="Addresses">The addresses, as they were given.</param>
public sealed record EmailIn([property: JsonPropertyName("email_in")] IReadOnlyList<string> Addresses) : ContactCondition
{
    /// <summary>The name of the variant on the wire.</summary>
    public const string Type = "contacts_email_in";

    private readonly Lazy<HashSet<string>> _keys = new(() => [.. Addresses.Select(address => address.ToLowerInvariant())]);

    /// <summary>The addresses in the form in which addresses are compared.</summary>
    [JsonIgnore]
    public IReadOnlySet<string> Keys => _keys.Value;

    /// <inheritdoc/>
    public override bool Matches(Contact contact) => contact.Email is { } email && _keys.Value.Contains(email.Key);
}
