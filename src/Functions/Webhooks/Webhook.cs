namespace Cadenza.Functions.Webhooks;

/// <summary>An address that an organization wants to be told at when something happens.</summary>
/// <param name="Id">Its id, a UUID of version 7.</param>
/// <param name="Organization">The organization it belongs to.</param>
/// <param name="Url">The address that is called.</param>
/// <param name="Events">The types of events that it is told of.</param>
/// <param name="Secret">What deliveries are signed with; never shown again, and never logged.</param>
/// <param name="ActiveSince">Since when it is told; null while it is not. What happened before is not told later.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="UpdatedAt">When it was changed last.</param>
internal sealed record Webhook(
    Guid Id,
    OrganizationId Organization,
    string Url,
    IReadOnlyList<string> Events,
    string Secret,
    DateTimeOffset? ActiveSince,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    /// <summary>The most webhooks of an organization: each event is a delivery to each of them.</summary>
    public const int MaxPerOrganization = 20;

    /// <summary>Whether it wants to be told of something.</summary>
    public bool Wants(WebhookEvent happening) => ActiveSince <= happening.At && Events.Contains(happening.Type);

    /// <summary>A text for logs, without the secret.</summary>
    public override string ToString() => $"webhook {Id}";
}
