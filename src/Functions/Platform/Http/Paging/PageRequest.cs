using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.Problems;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Platform.Http.Paging;

/// <summary>Which part of a list is asked for: <c>?limit=50&amp;cursor=…</c>.</summary>
/// <param name="Limit">The most items to answer.</param>
/// <param name="Position">Where the page begins, as the list sealed it; null for the first page.</param>
/// <remarks>
/// <code>
/// var list = $"{caller.Organization}/contacts";
/// var page = PageRequest.Of(request, cursors, list);
/// if (page.Problem is { } problem) return problem;
/// ...
/// NextCursor = more ? cursors.Seal(list, lastRowKey) : null
/// </code>
/// </remarks>
internal sealed record PageRequest(int Limit, string? Position)
{
    /// <summary>Reads the two parameters.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cursors">Opens the cursor.</param>
    /// <param name="list">The list's name, as given to <see cref="Cursors.Seal"/>.</param>
    /// <param name="usual">The limit when none is asked for.</param>
    /// <param name="most">The greatest limit that may be asked for.</param>
    public static Parsed<PageRequest> Of(HttpRequest request, Cursors cursors, string list, int usual = 50, int most = 100)
    {
        var limit = QueryNumber.Of(request, "limit", usual, most);
        if (limit.Problem is { } problem) return Parsed<PageRequest>.Refused(problem);
        if (request.Query["cursor"] is not { Count: > 0 } cursor) return Parsed<PageRequest>.Of(new(limit.Value, null));
        return cursors.TryOpen(list, cursor.ToString(), out var position)
            ? Parsed<PageRequest>.Of(new(limit.Value, position))
            : Parsed<PageRequest>.Refused(Problem.InvalidCursor());
    }
}
