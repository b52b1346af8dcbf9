namespace Cadenza.Functions.Platform.Http.OpenApi.Declarations;

/// <summary>Says what a part of the path is, where <see cref="Glossary"/> does not say it well enough.</summary>
/// <param name="name">Its name in the route: "id".</param>
/// <param name="description">What it is: "The sequence's id or custom id."</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class PathAttribute(string name, string description) : Attribute
{
    /// <summary>Its name in the route.</summary>
    public string Name { get; } = name;

    /// <summary>What it is.</summary>
    public string Description { get; } = description;
}
