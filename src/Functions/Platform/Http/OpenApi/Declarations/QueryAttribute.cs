namespace Cadenza.Functions.Platform.Http.OpenApi.Declarations;

/// <summary>Says one parameter of the query.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it does, in whole sentences.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class QueryAttribute(string name, string description) : Attribute
{
    public string Name { get; } = name;

    /// <summary>What it does.</summary>
    public string Description { get; } = description;

    /// <summary>Its JSON Schema type.</summary>
    public string Type { get; init; } = "string";

    /// <summary>The words it may be, where they are few.</summary>
    public string[] OneOf { get; init; } = [];

    /// <summary>Whether it must be given.</summary>
    public bool Required { get; init; }
}
