using Cadenza.Domain.Delivery;

namespace Cadenza.Functions.Tests.Delivery;

/// <summary>Messages for tests of the delivery.</summary>
internal static class Mails
{
    public static EmailMessage Plain(int number = 1, string organization = "org-1") => new(
        Organization: organization,
        IdempotencyKey: $"{organization}|seq-1|1|0|contact-{number}",
        From: "sales@cadenza.example",
        SenderName: "Sales",
        To: $"contact{number}@example.com",
        Subject: $"Hello {number}",
        Body: $"Dear contact {number},\nwelcome.",
        IsHtml: false,
        IsTransactional: false);

    public static List<EmailMessage> Many(int count) => [.. Enumerable.Range(1, count).Select(number => Plain(number))];
}
