using System.Text.Json.Serialization;

namespace Cadenza.Domain.Contacts;

/// <summary>A condition on a time of the contact: not before <see cref="After"/> and before <see cref="Before"/>, each of which may be missing.</summary>
/// <param name="After">The first moment that counts; null for no bound.</param>
/// <param name="Before">The first moment that no longer counts; null for no bound.</param>
public abstract record TimeBetween(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? After,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? Before) : ContactCondition
{
    /// <inheritdoc/>
    public sealed override bool Matches(ContactFacts facts) =>
        TimeOf(facts.Contact) is { } time && (After is not { } after || time >= after) && (Before is not { } before || time < before);

    /// <summary>The time in question; null when there is none, and then the condition does not hold.</summary>
    protected abstract DateTimeOffset? TimeOf(Contact contact);
}

/// <summary><c>contacts_created_at_between</c>.</summary>
/// <inheritdoc cref="TimeBetween(DateTimeOffset?, DateTimeOffset?)"/>
public sealed record CreatedAtBetween(DateTimeOffset? After, DateTimeOffset? Before) : TimeBetween(After, Before)
{
    /// <summary>The name of the variant on the wire.</summary>
    public const string Type = "contacts_created_at_between";

    /// <inheritdoc/>
    protected override DateTimeOffset? TimeOf(Contact contact) => contact.CreatedAt;
}

/// <summary><c>last_contacted_at_between</c>: never holds for those who were never contacted.</summary>
/// <inheritdoc cref="TimeBetween(DateTimeOffset?, DateTimeOffset?)"/>
public sealed record LastContactedAtBetween(DateTimeOffset? After, DateTimeOffset? Before) : TimeBetween(After, Before)
{
    /// <summary>The name of the variant on the wire.</summary>
    public const string Type = "last_contacted_at_between";

    /// <inheritdoc/>
    protected override DateTimeOffset? TimeOf(Contact contact) => contact.LastContactedAt;
}

/// <summary><c>last_contacted_at_with_handoff_between</c>: never holds for those whom no human agent was in contact with.</summary>
/// <inheritdoc cref="TimeBetween(DateTimeOffset?, DateTimeOffset?)"/>
public sealed record LastContactedAtWithHandoffBetween(DateTimeOffset? After, DateTimeOffset? Before) : TimeBetween(After, Before)
{
    /// <summary>The name of the variant on the wire.</summary>
    public const string Type = "last_contacted_at_with_handoff_between";

    /// <inheritdoc/>
    protected override DateTimeOffset? TimeOf(Contact contact) => contact.LastContactedWithHandoffAt;
}
