using System.Globalization;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.Problems;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Platform.Http.Paging;

/// <summary>Which part of a list is asked for where a document counts pages: <c>?page=2&amp;limit=20</c>.</summary>
/// <param name="Number">Which page, from 1.</param>
/// <param name="Limit">The most items of a page.</param>
internal sealed record NumberedPage(int Number, int Limit)
{
    // Whoever turns that many pages is looking for something that a filter finds.
    private const int MostNumber = 100_000;

    /// <summary>How many items are on the pages before.</summary>
    public int Skip => (Number - 1) * Limit;

    /// <summary>Reads the two parameters.</summary>
    /// <param name="request">The request.</param>
    /// <param name="usual">The limit when none is asked for.</param>
    /// <param name="most">The greatest limit that may be asked for.</param>
    public static Parsed<NumberedPage> Of(HttpRequest request, int usual, int most)
    {
        if (!TryRead(request, "page", 1, MostNumber, out var number)) return Refused("page", MostNumber);
        return TryRead(request, "limit", usual, most, out var limit) ? Parsed<NumberedPage>.Of(new(number, limit)) : Refused("limit", most);
    }

    private static bool TryRead(HttpRequest request, string name, int usual, int most, out int number)
    {
        number = usual;
        return request.Query[name] is not { Count: > 0 } text
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1 && number <= most);
    }

    private static Parsed<NumberedPage> Refused(string name, int most) =>
        Parsed<NumberedPage>.Refused(Problem.InvalidParameter(name, $"must be a whole number from 1 to {most}"));
}
