namespace Cadenza.Functions.Platform.Http.OpenApi.Declarations;

/// <summary>Says that a list is read page by page, with <c>limit</c> and <c>cursor</c> (G8).</summary>
/// <param name="usual">The limit when none is asked for.</param>
/// <param name="most">The greatest limit that may be asked for.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PagedAttribute(int usual = 50, int most = 100) : Attribute
{
    /// <summary>The limit when none is asked for.</summary>
    public int Usual { get; } = usual;

    /// <summary>The greatest limit that may be asked for.</summary>
    public int Most { get; } = most;
}
