using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Delivery;

/// <summary>Fills a WhatsApp template for one contact (B4).</summary>
public static class WhatsAppRendering
{
    /// <summary>The components with their values, in the order header, body, buttons; those without parameters are left out.</summary>
    public static IReadOnlyList<WhatsAppComponent> Fill(WhatsAppTemplateMapping mapping, ContactVariables contact)
    {
        var components = new List<WhatsAppComponent>();
        Add(WhatsAppHeader.ComponentType, null, null, mapping.Header?.Parameters, parameter => Value(parameter, contact));
        Add(WhatsAppBody.ComponentType, null, null, mapping.Body?.Parameters, text => new WhatsAppValue.Text(text.Text.ValueFor(contact), text.ParameterName));
        foreach (var button in mapping.Buttons ?? [])
        {
            Add(WhatsAppButton.ComponentType, WhatsAppButton.UrlSubType, button.Index, button.Parameters, text => new WhatsAppValue.Text(text.Text.ValueFor(contact), null));
        }

        return components;

        void Add<T>(string type, string? subType, string? index, IReadOnlyList<T>? parameters, Func<T, WhatsAppValue> fill)
        {
            if (parameters is { Count: > 0 }) components.Add(new WhatsAppComponent(type, subType, index, [.. parameters.Select(fill)]));
        }
    }

    private static WhatsAppValue Value(WhatsAppHeaderParameter parameter, ContactVariables contact) => parameter switch
    {
        WhatsAppHeaderText text => new WhatsAppValue.Text(text.Text.ValueFor(contact), text.ParameterName),
        WhatsAppImage { Image: var image } => new WhatsAppValue.Media(WhatsAppImage.Type, image.Link.ValueFor(contact)),
        WhatsAppVideo { Video: var video } => new WhatsAppValue.Media(WhatsAppVideo.Type, video.Link.ValueFor(contact)),
        WhatsAppDocument { Document: var document } => new WhatsAppValue.Media(WhatsAppDocument.Type, document.Link.ValueFor(contact)),
        WhatsAppLocation { Location: var place } => new WhatsAppValue.Location(
            place.Latitude.ValueFor(contact), place.Longitude.ValueFor(contact), place.Name.ValueFor(contact), place.Address.ValueFor(contact)),
        _ => throw new ArgumentOutOfRangeException(nameof(parameter), parameter.GetType().Name, "A parameter that has no value."),
    };
}
