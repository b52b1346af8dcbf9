namespace Cadenza.Functions.Platform.Http.OpenApi.Declarations;

/// <summary>Says one successful answer of an HTTP function; refusals are <see cref="RefusalAttribute"/>.</summary>
/// <param name="status">Its status, 200 to 399.</param>
/// <param name="description">What it means or holds: "The contact."</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal class AnswerAttribute(int status, string description) : Attribute
{
    public int Status { get; } = status;

    /// <summary>What it means or holds.</summary>
    public string Description { get; } = description;

    /// <summary>The type that is written as its JSON body; null when it has none, or none in JSON.</summary>
    public virtual Type? Reply => null;

    /// <summary>The media type of its body, where that is not JSON.</summary>
    public string? MediaType { get; init; }

    /// <summary>Whether it carries the resource's version (G4).</summary>
    public bool HasETag { get; init; }

    /// <summary>Whether it says where a new resource is found.</summary>
    public bool HasLocation { get; init; }
}

/// <inheritdoc/>
/// <typeparam name="T">What is written as its JSON body: a type of one of the source-generated contexts below Http.</typeparam>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class AnswerAttribute<T>(int status, string description) : AnswerAttribute(status, description)
{
    /// <inheritdoc/>
    public override Type Reply => typeof(T);
}
