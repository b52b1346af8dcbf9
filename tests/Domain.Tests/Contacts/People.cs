using Cadenza.Domain.Contacts;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Tests.Contacts;

/// <summary>Contacts for tests.</summary>
internal static class People
{
    private static readonly DateTimeOffset CreatedAt = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static ContactId Id { get; } = ContactId.Parse("0190b7a5-1c3e-7d23-9f00-1a2b3c4d5e6f");

    public static Contact With(string? email, bool unsubscribed = false) => new(
        Id,
        "Ada",
        email is null ? null : EmailAddress.Parse(email),
        PhoneNumber.Parse("+4930123456"),
        new Dictionary<string, string>(),
        unsubscribed,
        CreatedAt,
        CreatedAt);
}
