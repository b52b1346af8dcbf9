using Cadenza.Domain.Delivery;

namespace Cadenza.Functions.Tests.Delivery.Providers;

/// <summary>Messages of every channel but e-mail.</summary>
internal static class Messages
{
    private const string Organization = "org-1";

    public static SmsMessage Sms(int number = 1, string body = "Grüße & more = 100 %") => new(Organization, Key(number), $"+4930{number:D6}", body);

    public static WhatsAppMessage WhatsApp(int number = 1, string sender = "106540352242922", string template = "order_update") =>
        new(Organization, Key(number), $"+4930{number:D6}", sender, template, "en_US", [Body("Ada")]);

    public static PhoneCall Call(int number = 1) => new(Organization, Key(number), $"+4930{number:D6}", "agent-7", $"contact-{number}", "Ada");

    public static WhatsAppComponent Body(params string[] values) =>
        new("body", null, null, [.. values.Select(value => new WhatsAppValue.Text(value, null))]);

    public static string Key(int number) => $"{Organization}|seq-1|000001|000|00|contact-{number}";
}
