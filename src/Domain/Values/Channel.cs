namespace Cadenza.Domain.Values;

/// <summary>The ways a message can travel. Names on the wire: <see cref="Channels.Name"/>.</summary>
public enum Channel
{
    /// <summary>E-mail.</summary>
    Email,

    /// <summary>Text message.</summary>
    Sms,

    /// <summary>WhatsApp, through the Cloud API.</summary>
    WhatsApp,

    /// <summary>WhatsApp, through a sender of Twilio.</summary>
    WhatsAppThroughTwilio,

    /// <summary>Phone call.</summary>
    Call,
}

/// <summary>What is said of channels in more than one place.</summary>
public static class Channels
{
    /// <summary>The names that users see.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<Channel>().Select(Name).Distinct()];

    /// <summary>The name that users see; the two ways to WhatsApp are one channel to them.</summary>
    public static string Name(this Channel channel) => channel switch
    {
        Channel.Email => "email",
        Channel.Sms => "sms",
        Channel.WhatsApp or Channel.WhatsAppThroughTwilio => "whatsapp",
        Channel.Call => "call",
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "A channel without a name."),
    };
}
