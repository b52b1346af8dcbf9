using Cadenza.Functions.Platform.Http.Bodies;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Platform.Http.Paging;

/// <summary>Which part of a list is asked for where a document counts pages: <c>?page=2&amp;limit=20</c>.</summary>
/// <param name="Number">Which page, from 1.</param>
/// <param name="Limit">The most items of a page.</param>
internal sealed record NumberedPage(int Number, int Limit)
{
    /// <summary>How many items are on the pages before.</summary>
    public int Skip => (Number - 1) * Limit;

    /// <summary>Reads the two parameters.</summary>
    /// <param name="request">The request.</param>
    /// <param name="usual">The limit when none is asked for.</param>
    /// <param name="most">The greatest limit that may be asked for.</param>
    /// <param name="mostNumber">The greatest page: whoever turns that many is looking for something that a filter finds.</param>
    public static Parsed<NumberedPage> Of(HttpRequest request, int usual = 20, int most = 100, int mostNumber = 1_000_000)
    {
        var number = QueryNumber.Of(request, "page", 1, mostNumber);
        if (number.Problem is { } noNumber) return Parsed<NumberedPage>.Refused(noNumber);
        var limit = QueryNumber.Of(request, "limit", usual, most);
        return limit.Problem is { } noLimit ? Parsed<NumberedPage>.Refused(noLimit) : Parsed<NumberedPage>.Of(new(number.Value, limit.Value));
    }

    /// <summary>What an answer says of the page.</summary>
    /// <param name="total">How many items are on all pages.</param>
    public PageMeta Meta(int total) => new(Number, Limit, total, (int)Math.Ceiling(total / (double)Limit));
}
