namespace Cadenza.Functions.Platform.Http.OpenApi.Declarations;

/// <summary>Says that a body is read as a stream of something that is not one JSON value; once for each media type.</summary>
/// <param name="mediaType">The media type: <c>text/csv</c>.</param>
/// <param name="description">What it has to hold, in whole sentences.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class StreamBodyAttribute(string mediaType, string description) : Attribute
{
    public string MediaType { get; } = mediaType;

    /// <summary>What it has to hold.</summary>
    public string Description { get; } = description;
}
