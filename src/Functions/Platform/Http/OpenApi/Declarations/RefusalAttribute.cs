namespace Cadenza.Functions.Platform.Http.OpenApi.Declarations;

/// <summary>
/// Says one refusal that is this function's own. Those that every function has (of the key, the body's form, the rate, an
/// unknown id in the path) are in the document without it.
/// </summary>
/// <param name="status">Its status, 400 to 599.</param>
/// <param name="code">Its frozen code: "email_taken".</param>
/// <param name="description">When it is given: "Another contact has this e-mail address."</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class RefusalAttribute(int status, string code, string description) : Attribute
{
    public int Status { get; } = status;

    /// <summary>Its frozen code.</summary>
    public string Code { get; } = code;

    /// <summary>When it is given.</summary>
    public string Description { get; } = description;
}
