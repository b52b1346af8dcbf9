using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Workflows;

/// <summary>The settings of steps that send or show something to a person, by all the names that the surfaces have for them.</summary>
public static class MessageSettings
{
    /// <summary>The subject of an e-mail.</summary>
    public static IReadOnlyList<string> Subjects { get; } = ["subject", "email_subject", "title"];

    /// <summary>The body of an e-mail that is HTML by its name.</summary>
    public static IReadOnlyList<string> HtmlBodies { get; } = ["html", "html_body", "body_html"];

    /// <summary>The body of an e-mail, as text or as HTML.</summary>
    public static IReadOnlyList<string> Bodies { get; } = ["body", "email_body", "message", "text", "content"];

    /// <summary>A text message, or a message through WhatsApp.</summary>
    public static IReadOnlyList<string> Texts { get; } = ["message", "body", "text", "content"];

    /// <summary>The title of a notification.</summary>
    public const string Title = "title";

    private static readonly MessageTexts Email = new([.. Subjects, .. HtmlBodies, .. Bodies], HasParameters: false);
    private static readonly MessageTexts Sms = new(Texts, HasParameters: false);
    private static readonly MessageTexts WhatsApp = new(Texts, HasParameters: true);
    private static readonly MessageTexts Notification = new([Title, "message", "body"], HasParameters: false);

    /// <summary>Which settings of a type of step are templates of messages.</summary>
    public static MessageTexts Of(string stepType) => stepType switch
    {
        "send_email" => Email,
        "send_sms" => Sms,
        "send_whatsapp" => WhatsApp,
        "send_notification" => Notification,
        _ => MessageTexts.None,
    };
}
