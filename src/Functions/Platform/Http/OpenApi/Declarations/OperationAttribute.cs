namespace Cadenza.Functions.Platform.Http.OpenApi.Declarations;

/// <summary>Says what an HTTP function does; with it the function is in the OpenAPI document, without it a test fails.</summary>
/// <param name="tag">The group it is shown in: one of <see cref="Tags"/>.</param>
/// <param name="summary">A few words: "Create a contact".</param>
/// <param name="description">What a caller has to know besides, in whole sentences.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OperationAttribute(string tag, string summary, string description) : Attribute
{
    /// <summary>The group it is shown in.</summary>
    public string Tag { get; } = tag;

    /// <summary>A few words.</summary>
    public string Summary { get; } = summary;

    /// <summary>What a caller has to know besides.</summary>
    public string Description { get; } = description;
}
