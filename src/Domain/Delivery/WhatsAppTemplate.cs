using System.Text.Json.Serialization;

namespace Cadenza.Domain.Delivery;

/// <summary>A template that WhatsApp has approved, and what fills its places (B3).</summary>
/// <param name="Name">Its name; through Twilio its content SID.</param>
/// <param name="Language">The code of the language it is to be sent in, such as <c>en_US</c>.</param>
/// <param name="Parameters">What fills its places.</param>
public sealed record WhatsAppTemplate(string Name, string Language, WhatsAppTemplateMapping Parameters);

/// <summary>What fills the places of a template, by component (B4, <c>WhatsAppTemplateMappingDto</c>).</summary>
/// <param name="Header">For its header, or null.</param>
/// <param name="Body">For its body, or null.</param>
/// <param name="Buttons">For its buttons, or null.</param>
public sealed record WhatsAppTemplateMapping(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] WhatsAppHeader? Header,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] WhatsAppBody? Body,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<WhatsAppButton>? Buttons);

/// <summary>What fills a header.</summary>
/// <param name="Parameters">Its parameters in order.</param>
public sealed record WhatsAppHeader(IReadOnlyList<WhatsAppHeaderParameter> Parameters)
{
    /// <summary>The name of the component on the wire.</summary>
    public const string ComponentType = "header";

    /// <inheritdoc cref="ComponentType"/>
    [JsonPropertyOrder(-1)]
    public string Type { get; } = ComponentType;
}

/// <summary>What fills a body.</summary>
/// <param name="Parameters">Its parameters in order.</param>
public sealed record WhatsAppBody(IReadOnlyList<WhatsAppBodyText> Parameters)
{
    /// <summary>The name of the component on the wire.</summary>
    public const string ComponentType = "body";

    /// <inheritdoc cref="ComponentType"/>
    [JsonPropertyOrder(-1)]
    public string Type { get; } = ComponentType;
}

/// <summary>What fills the address of a button that opens a page.</summary>
/// <param name="Index">Which button, <c>0</c> to <c>9</c>.</param>
/// <param name="Parameters">Its parameters in order.</param>
public sealed record WhatsAppButton(string Index, IReadOnlyList<WhatsAppButtonText> Parameters)
{
    /// <summary>The name of the component on the wire.</summary>
    public const string ComponentType = "button";

    /// <summary>The one kind of button that takes parameters.</summary>
    public const string UrlSubType = "url";

    /// <inheritdoc cref="ComponentType"/>
    [JsonPropertyOrder(-2)]
    public string Type { get; } = ComponentType;

    /// <inheritdoc cref="UrlSubType"/>
    [JsonPropertyOrder(-1)]
    public string SubType { get; } = UrlSubType;
}
