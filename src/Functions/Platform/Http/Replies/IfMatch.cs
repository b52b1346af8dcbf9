using Cadenza.Functions.Platform.Http.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Cadenza.Functions.Platform.Http.Replies;

/// <summary>The If-Match condition of a request: change the resource only if it is still in a version I have seen.</summary>
/// <remarks>
/// <code>
/// var condition = IfMatch.Of(request);
/// if (!condition.Allows(EntityTag.Of(sequence.Version))) return Problem.PreconditionFailed();
/// </code>
/// The store's conditional write still decides between two writers that pass here together.
/// </remarks>
internal readonly struct IfMatch
{
    private readonly IList<EntityTagHeaderValue>? _tags;

    private IfMatch(IList<EntityTagHeaderValue>? tags, bool given) => (_tags, Given) = (tags, given);

    /// <summary>Whether the request carries the header at all.</summary>
    public bool Given { get; }

    /// <summary>The condition of <paramref name="request"/>. A header that cannot be read allows nothing.</summary>
    public static IfMatch Of(HttpRequest request)
    {
        var values = request.Headers.IfMatch;
        if (values.Count == 0) return default;
        return new(EntityTagHeaderValue.TryParseList(values, out var tags) ? tags : null, given: true);
    }

    /// <summary>Whether a resource in this version may be changed. Weak tags never match, as RFC 9110 has it.</summary>
    public bool Allows(EntityTag current)
    {
        if (!Given) return true;
        var wanted = current.ToString();
        return _tags is not null && _tags.Any(tag =>
            tag.Equals(EntityTagHeaderValue.Any) || (!tag.IsWeak && tag.Tag.Equals(wanted, StringComparison.Ordinal)));
    }

    /// <summary>412 if the resource is not in a version the request allows, else null.</summary>
    public Problem? Check(EntityTag current) => Allows(current) ? null : Problem.PreconditionFailed();
}
