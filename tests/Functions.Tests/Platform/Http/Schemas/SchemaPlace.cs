using System.Text.Json.Nodes;

namespace Cadenza.Functions.Tests.Platform.Http.Schemas;

/// <summary>One value of a generated body and the schema it was generated from.</summary>
/// <param name="Pointer">Where it is in the body, as steps of names and indices.</param>
/// <param name="SchemaPath">Where its schema is, the same for every value generated from it.</param>
/// <param name="Schema">Its schema, references followed and alternatives chosen.</param>
internal sealed record SchemaPlace(IReadOnlyList<string> Pointer, string SchemaPath, JsonObject Schema)
{
    /// <summary>The pointer of a member here, as problem details write it.</summary>
    public string PointerTo(params ReadOnlySpan<string> member) =>
        string.Concat([.. Pointer.Concat(member.ToArray()).Select(step => "/" + step.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal))]);
}
