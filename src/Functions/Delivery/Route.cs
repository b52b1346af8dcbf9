using Cadenza.Domain.Values;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Delivery;

/// <summary>Where messages go.</summary>
internal enum RouteKind
{
    /// <summary>To a provider.</summary>
    Provider,

    /// <summary>To the outbox.</summary>
    Outbox,

    /// <summary>Nowhere: they are thrown away.</summary>
    Nowhere,
}

/// <summary>Where the messages of one channel go, as configured.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Kind">Whether to a provider, to the outbox or nowhere.</param>
/// <param name="Provider">Makes the delivery through a provider, else null.</param>
/// <param name="Where">The provider in words, for the log.</param>
internal sealed record Route(Channel Channel, RouteKind Kind, Func<TimeProvider, IMessageDelivery>? Provider, string Where)
{
    /// <summary>Says where, in one line of the log.</summary>
    public void Announce(ILogger log)
    {
        switch (Kind)
        {
            case RouteKind.Provider:
                log.ProviderInUse(Messages, Where);
                break;
            case RouteKind.Outbox:
                log.OutboxInUse(Messages, Needed);
                break;
            default:
                log.NullInUse(Messages);
                break;
        }
    }

    private string Messages => Channel switch
    {
        Channel.Email => "E-mails",
        Channel.Sms => "Text messages",
        Channel.WhatsApp => "WhatsApp messages",
        Channel.WhatsAppThroughTwilio => "WhatsApp messages of senders at Twilio",
        _ => "Phone calls",
    };

    private string Needed => Channel switch
    {
        Channel.Email => "Smtp__Host (and Smtp__Port, Smtp__Username, Smtp__Password, Smtp__Security), and leave Delivery__Email out",
        Channel.Sms => "Twilio__AccountSid, Twilio__AuthToken and Twilio__From, and leave Delivery__Sms out",
        Channel.WhatsApp => "WhatsApp__AccessToken, and leave Delivery__WhatsApp out",
        Channel.WhatsAppThroughTwilio => "Twilio__AccountSid and Twilio__AuthToken, and leave Delivery__WhatsApp out",
        _ => "Calls__BaseUrl, and leave Delivery__Calls out",
    };
}
