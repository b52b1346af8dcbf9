using Cadenza.Domain.Values;

namespace Cadenza.Domain.Delivery;

/// <summary>One filled-in WhatsApp template to one recipient (B4).</summary>
/// <param name="Organization">Whose message it is.</param>
/// <param name="IdempotencyKey">The key of the message in the ledger, the same at every attempt.</param>
/// <param name="To">Recipient, in E.164.</param>
/// <param name="Sender">The sender as the step names it: <see cref="WhatsAppContent.PhoneNumberId"/>.</param>
/// <param name="Template">The template's name.</param>
/// <param name="Language">The code of its language.</param>
/// <param name="Components">What fills it: header, body, buttons; those without parameters are left out.</param>
public sealed record WhatsAppMessage(
    string Organization,
    string IdempotencyKey,
    string To,
    string Sender,
    string Template,
    string Language,
    IReadOnlyList<WhatsAppComponent> Components) : OutboundMessage(Organization, IdempotencyKey, To)
{
    /// <inheritdoc/>
    public override Channel Channel => WhatsAppContent.IsTwilio(Sender) ? Channel.WhatsAppThroughTwilio : Channel.WhatsApp;
}

/// <summary>A part of a template with the values of its places.</summary>
/// <param name="Type"><c>header</c>, <c>body</c> or <c>button</c>.</param>
/// <param name="SubType">The kind of button, else null.</param>
/// <param name="Index">Which button, else null.</param>
/// <param name="Parameters">The values in order, at least one.</param>
public sealed record WhatsAppComponent(string Type, string? SubType, string? Index, IReadOnlyList<WhatsAppValue> Parameters);

/// <summary>The value of one place.</summary>
public abstract record WhatsAppValue
{
    private WhatsAppValue()
    {
    }

    /// <summary>A text.</summary>
    /// <param name="Value">The text.</param>
    /// <param name="Name">The name of the place, where places are named.</param>
    public sealed record Text(string Value, string? Name) : WhatsAppValue;

    /// <summary>A file.</summary>
    /// <param name="Kind"><c>image</c>, <c>video</c> or <c>document</c>.</param>
    /// <param name="Link">The address of the file.</param>
    public sealed record Media(string Kind, string Link) : WhatsAppValue;

    /// <summary>A place on the map.</summary>
    /// <param name="Latitude">Degrees north.</param>
    /// <param name="Longitude">Degrees east.</param>
    /// <param name="Name">What it is called.</param>
    /// <param name="Address">Its address.</param>
    public sealed record Location(string Latitude, string Longitude, string Name, string Address) : WhatsAppValue;
}
