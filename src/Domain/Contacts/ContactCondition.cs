using System.Text.Json.Serialization;

namespace Cadenza.Domain.Contacts;

/// <summary>One of the 13 documented filter variants (B2), told apart on the wire by <c>type</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(AllContacts), AllContacts.Type)]
[JsonDerivedType(typeof(ContactIdIn), ContactIdIn.Type)]
[JsonDerivedType(typeof(CreatedAtBetween), CreatedAtBetween.Type)]
[JsonDerivedType(typeof(EmailDomainNameIn), EmailDomainNameIn.Type)]
[JsonDerivedType(typeof(AffectedBySequence), AffectedBySequence.Type)]
[JsonDerivedType(typeof(NameIn), NameIn.Type)]
[JsonDerivedType(typeof(PhoneNumberIn), PhoneNumberIn.Type)]
[JsonDerivedType(typeof(EmailIn), EmailIn.Type)]
[JsonDerivedType(typeof(AttributesIn), AttributesIn.Type)]
[JsonDerivedType(typeof(SessionsAttributesIn), SessionsAttributesIn.Type)]
[JsonDerivedType(typeof(BelongsToSegment), BelongsToSegment.Type)]
[JsonDerivedType(typeof(LastContactedAtBetween), LastContactedAtBetween.Type)]
[JsonDerivedType(typeof(LastContactedAtWithHandoffBetween), LastContactedAtWithHandoffBetween.Type)]
public abstract record ContactCondition
{
    /// <summary>Whether it holds for a contact.</summary>
    public abstract bool Matches(ContactFacts facts);
}

/// <summary><c>all_contacts</c>: holds for everyone.</summary>
public sealed record AllContacts : ContactCondition
{
    /// <summary>The name of the variant on the wire.</summary>
    public const string Type = "all_contacts";

    /// <inheritdoc/>
    public override bool Matches(ContactFacts facts) => true;
}
