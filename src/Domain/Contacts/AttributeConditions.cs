using System.Text.Json.Serialization;

namespace Cadenza.Domain.Contacts;

/// <summary><c>contacts_attributes_in</c>: the contact has all attributes of one of the sets, with those values. Without a list it holds for everyone.</summary>
/// <param name="Attributes">The sets; null when the list is missing.</param>
public sealed record AttributesIn(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<IReadOnlyDictionary<string, string>>? Attributes) : ContactCondition
{
    /// <summary>The name of the variant on the wire.</summary>
    public const string Type = "contacts_attributes_in";

    /// <inheritdoc/>
    public override bool Matches(ContactFacts facts) => Attributes is null || Attributes.Any(set => set.IsWithin(facts.Contact.Attributes));
}

/// <summary>
/// <c>contacts_sessions_attributes_in</c>: one of the contact's sessions has all attributes of one of the sets, with those
/// values. Without a list it holds for everyone.
/// </summary>
/// <param name="Attributes">The sets; null when the list is missing.</param>
public sealed record SessionsAttributesIn(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<IReadOnlyDictionary<string, string>>? Attributes) : ContactCondition
{
    /// <summary>The name of the variant on the wire.</summary>
    public const string Type = "contacts_sessions_attributes_in";

    /// <inheritdoc/>
    public override bool Matches(ContactFacts facts) =>
        Attributes is null || facts.Contact.Sessions.Any(session => Attributes.Any(set => set.IsWithin(session.Attributes)));
}

/// <summary>How sets of attributes compare.</summary>
internal static class AttributeSets
{
    /// <summary>Whether every pair of one set is in another; names and values are compared to the letter.</summary>
    public static bool IsWithin(this IReadOnlyDictionary<string, string> set, IReadOnlyDictionary<string, string> whole)
    {
        foreach (var (name, value) in set)
        {
            if (!whole.TryGetValue(name, out var present) || present != value) return false;
        }

        return true;
    }
}
