using System.Text.Json.Serialization;

namespace Cadenza.Domain.Delivery;

/// <summary>One place in a header, told apart on the wire by <c>type</c> (B4).</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(WhatsAppHeaderText), WhatsAppHeaderText.Type)]
[JsonDerivedType(typeof(WhatsAppImage), WhatsAppImage.Type)]
[JsonDerivedType(typeof(WhatsAppVideo), WhatsAppVideo.Type)]
[JsonDerivedType(typeof(WhatsAppDocument), WhatsAppDocument.Type)]
[JsonDerivedType(typeof(WhatsAppLocation), WhatsAppLocation.Type)]
public abstract record WhatsAppHeaderParameter;

/// <summary><c>text</c> in a header.</summary>
/// <param name="Text">Its value.</param>
/// <param name="ParameterName">Its name, in a template whose parameters are named; else null.</param>
public sealed record WhatsAppHeaderText(
    WhatsAppVariable Text,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ParameterName) : WhatsAppHeaderParameter
{
    /// <summary>The name of the variant on the wire.</summary>
    public const string Type = "text";
}

/// <summary><c>image</c>: JPEG or PNG.</summary>
/// <param name="Image">The address of the picture.</param>
public sealed record WhatsAppImage(WhatsAppMedia Image) : WhatsAppHeaderParameter
{
    /// <summary>The name of the variant on the wire.</summary>
    public const string Type = "image";
}

/// <summary><c>video</c>: MP4.</summary>
/// <param name="Video">The address of the video.</param>
public sealed record WhatsAppVideo(WhatsAppMedia Video) : WhatsAppHeaderParameter
{
    /// <summary>The name of the variant on the wire.</summary>
    public const string Type = "video";
}

/// <summary><c>document</c>: PDF.</summary>
/// <param name="Document">The address of the document.</param>
public sealed record WhatsAppDocument(WhatsAppMedia Document) : WhatsAppHeaderParameter
{
    /// <summary>The name of the variant on the wire.</summary>
    public const string Type = "document";
}

/// <summary><c>location</c>.</summary>
/// <param name="Location">The place.</param>
public sealed record WhatsAppLocation(WhatsAppPlace Location) : WhatsAppHeaderParameter
{
    /// <summary>The name of the variant on the wire.</summary>
    public const string Type = "location";
}

/// <summary>A file that WhatsApp fetches.</summary>
/// <param name="Link">Its address.</param>
public sealed record WhatsAppMedia(WhatsAppVariable Link);

/// <summary>A place on the map.</summary>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Address">Its address.</param>
public sealed record WhatsAppPlace(
    WhatsAppVariable Latitude, WhatsAppVariable Longitude, WhatsAppVariable Name, WhatsAppVariable Address);

/// <summary>One place in a body.</summary>
/// <param name="Text">Its value.</param>
/// <param name="ParameterName">Its name, in a template whose parameters are named; else null.</param>
public sealed record WhatsAppBodyText(
    WhatsAppVariable Text,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ParameterName)
{
    /// <summary>The only kind of place there is in a body.</summary>
    [JsonPropertyOrder(-1)]
    public string Type { get; } = WhatsAppHeaderText.Type;
}

/// <summary>One place in the address of a button.</summary>
/// <param name="Text">Its value.</param>
public sealed record WhatsAppButtonText(WhatsAppVariable Text)
{
    /// <summary>The only kind of place there is in a button.</summary>
    [JsonPropertyOrder(-1)]
    public string Type { get; } = WhatsAppHeaderText.Type;
}
