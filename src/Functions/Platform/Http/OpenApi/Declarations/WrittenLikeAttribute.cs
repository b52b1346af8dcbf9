namespace Cadenza.Functions.Platform.Http.OpenApi.Declarations;

/// <summary>Says that a member of an answer is written exactly as a reader of bodies reads it, so that the two share a schema.</summary>
/// <param name="type">The type that has the reader.</param>
/// <param name="member">The reader: a static member of that type.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class WrittenLikeAttribute(Type type, string member) : Attribute
{
    /// <summary>The reader whose schema the member has.</summary>
    public BodyAttribute Body => new(type, member);
}
