namespace Cadenza.Domain.Delivery;

/// <summary>Fills a WhatsApp template for one contact (B4).</summary>
public static class WhatsAppRendering
{
    /// <summary>The components with their values, in the order header, body, buttons; those without parameters are left out. Check <see cref="WhatsAppFilling.Fault"/> behind it.</summary>
    public static IReadOnlyList<WhatsAppComponent> Fill(WhatsAppTemplateMapping mapping, WhatsAppFilling filling)
    {
        var components = new List<WhatsAppComponent>();
        Add(WhatsAppHeader.ComponentType, null, null, mapping.Header?.Parameters, parameter => Value(parameter, filling));
        Add(WhatsAppBody.ComponentType, null, null, mapping.Body?.Parameters, text => new WhatsAppValue.Text(text.Text.ValueFor(filling), text.ParameterName));
        foreach (var button in mapping.Buttons ?? [])
        {
            Add(WhatsAppButton.ComponentType, WhatsAppButton.UrlSubType, button.Index, button.Parameters, text => new WhatsAppValue.Text(text.Text.ValueFor(filling), null));
        }

        return components;

        void Add<T>(string type, string? subType, string? index, IReadOnlyList<T>? parameters, Func<T, WhatsAppValue> fill)
        {
            if (parameters is { Count: > 0 }) components.Add(new WhatsAppComponent(type, subType, index, [.. parameters.Select(fill)]));
        }
    }

    private static WhatsAppValue Value(WhatsAppHeaderParameter parameter, WhatsAppFilling filling) => parameter switch
    {
        WhatsAppHeaderText text => new WhatsAppValue.Text(text.Text.ValueFor(filling), text.ParameterName),
        WhatsAppImage { Image: var image } => new WhatsAppValue.Media(WhatsAppImage.Type, image.Link.ValueFor(filling)),
        WhatsAppVideo { Video: var video } => new WhatsAppValue.Media(WhatsAppVideo.Type, video.Link.ValueFor(filling)),
        WhatsAppDocument { Document: var document } => new WhatsAppValue.Media(WhatsAppDocument.Type, document.Link.ValueFor(filling)),
        WhatsAppLocation { Location: var place } => new WhatsAppValue.Location(
            place.Latitude.ValueFor(filling), place.Longitude.ValueFor(filling), place.Name.ValueFor(filling), place.Address.ValueFor(filling)),
        _ => throw new ArgumentOutOfRangeException(nameof(parameter), parameter.GetType().Name, "A parameter that has no value."),
    };
}
