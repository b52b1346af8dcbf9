using System.Collections.Frozen;
using Cadenza.Functions.Platform.Http.Routes;

namespace Cadenza.Functions.Platform.Security;

/// <summary>The functions that a public key reaches: those under <c>/v1/public</c> and no other (G1).</summary>
/// <remarks>They are told by the route they declare, not by the path of a request, so there is no spelling to get round it.</remarks>
internal sealed class PublicFunctions(IEnumerable<HttpRoute> routes)
{
    private const string Prefix = "v1/public/";

    private readonly FrozenSet<string> _names = routes
        .Where(route => route.Template.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        .Select(route => route.Function)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a key of this kind may call a function.</summary>
    public bool Allows(KeyKind kind, string function) => kind == KeyKind.Secret || _names.Contains(function);
}
