using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Serialization;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.Problems;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Platform.Http.Paging;

/// <summary>Which page of a list is asked for: <c>?page=2&amp;limit=50</c>.</summary>
/// <param name="Page">From 1.</param>
/// <param name="Limit">Items a page, 1 to 100.</param>
internal sealed record Numbered(int Page, int Limit)
{
    private const int UsualLimit = 20;
    private const int MaxLimit = 100;
    private const int MaxPage = 1_000_000;

    /// <summary>How many items lie before it.</summary>
    public int Before => (Page - 1) * Limit;

    /// <summary>Reads the two parameters.</summary>
    public static Parsed<Numbered> Of(HttpRequest request)
    {
        if (!TryRead(request, "page", 1, MaxPage, out var page)) return Parsed<Numbered>.Refused(Problem.InvalidParameter("page", $"must be a whole number from 1 to {MaxPage}"));
        return TryRead(request, "limit", UsualLimit, MaxLimit, out var limit)
            ? Parsed<Numbered>.Of(new(page, limit))
            : Parsed<Numbered>.Refused(Problem.InvalidParameter("limit", $"must be a whole number from 1 to {MaxLimit}"));
    }

    /// <summary>What an answer says of the page.</summary>
    public PageMeta Meta(int total) => new(Page, Limit, total, (int)Math.Ceiling(total / (double)Limit));

    private static bool TryRead(HttpRequest request, string name, int usual, int most, out int value)
    {
        value = usual;
        return request.Query[name] is not { Count: > 0 } text
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= 1 && value <= most);
    }
}

/// <summary>Which page it is, and of how many.</summary>
internal sealed record PageMeta(
    [Description("The page, from 1.")] int Page,
    [Description("Items a page.")] int Limit,
    [Description("Items on all pages.")] int Total,
    [Description("How many pages there are.")][property: JsonPropertyName("totalPages")] int TotalPages);
