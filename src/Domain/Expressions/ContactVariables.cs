namespace Cadenza.Domain.Expressions;

/// <summary>
/// What a message may say of a contact: <c>contact.name</c>, <c>contact.email</c>, <c>contact.phone</c>,
/// <c>contact.attributes.plan</c>, and <c>contact.plan</c>, which is the attribute <c>plan</c>; and <c>unsubscribe_url</c>.
/// Anything else has no value.
/// </summary>
/// <param name="name">Full name, if known.</param>
/// <param name="email">E-mail address, if known.</param>
/// <param name="phone">Phone number, if known.</param>
/// <param name="attributes">Further values by name, as text.</param>
/// <param name="unsubscribeUrl">What <c>unsubscribe_url</c> stands for, if known.</param>
public sealed class ContactVariables(
    string? name,
    string? email,
    string? phone,
    IReadOnlyDictionary<string, string> attributes,
    string? unsubscribeUrl = null) : ITemplateVariables
{
    /// <summary>The link by which a contact declines marketing messages.</summary>
    public const string UnsubscribeUrl = "unsubscribeUrl";

    /// <inheritdoc/>
    public string? Find(VariablePath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var segments = path.Segments;
        if (segments.Length == 1 && VariableName.AreEqual(segments[0], UnsubscribeUrl)) return unsubscribeUrl;
        if (segments.Length < 2 || !VariableName.AreEqual(segments[0], "contact")) return null;
        if (segments.Length == 2) return OwnValue(segments[1]);
        return segments.Length == 3 && VariableName.AreEqual(segments[1], "attributes")
            ? VariableName.Find(attributes, segments[2])
            : null;
    }

    /// <inheritdoc/>
    public bool TryFindRoot(string name, out Value value)
    {
        var isContact = VariableName.AreEqual(name, "contact");
        value = isContact ? Whole() : Value.Of(Find(new VariablePath([name])));
        return isContact || !value.IsNull;
    }

    /// <summary>The value of one of the properties that every contact can have.</summary>
    public string? Find(ContactReference reference) => reference switch
    {
        ContactReference.Name => name,
        ContactReference.Email => email,
        ContactReference.Number => phone,
        _ => throw new ArgumentOutOfRangeException(nameof(reference), reference, "A property no contact has."),
    };

    /// <summary>
    /// The value of what one name stands for outside of a template: an attribute (<c>plan</c>), else a variable
    /// (<c>contact.plan</c>), else a property (<c>name</c>); null when there is none.
    /// </summary>
    public string? FindByName(string reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return VariableName.Find(attributes, reference) ?? Find(new VariablePath(reference.Split('.'))) ?? OwnValue(reference);
    }

    private Value Whole() => Value.Object(
    [
        .. attributes.Select(attribute => KeyValuePair.Create(attribute.Key, Value.Of(attribute.Value))),
        KeyValuePair.Create("name", Value.Of(name)),
        KeyValuePair.Create("email", Value.Of(email)),
        KeyValuePair.Create("phone", Value.Of(phone)),
        KeyValuePair.Create("phone_number", Value.Of(phone)),
        KeyValuePair.Create("attributes", Value.Object(attributes.Select(attribute => KeyValuePair.Create(attribute.Key, Value.Of(attribute.Value))))),
    ]);

    private string? OwnValue(string property) =>
        VariableName.AreEqual(property, "name") ? name
        : VariableName.AreEqual(property, "email") ? email
        : VariableName.AreEqual(property, "phone") || VariableName.AreEqual(property, "phoneNumber") ? phone
        : VariableName.Find(attributes, property);
}
