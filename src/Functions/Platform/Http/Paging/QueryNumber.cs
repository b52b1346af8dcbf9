using System.Globalization;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.Problems;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Platform.Http.Paging;

/// <summary>Reads a whole number of the query.</summary>
internal static class QueryNumber
{
    /// <summary>The number, from 1.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="usual">What it is when it is not given.</param>
    /// <param name="most">The greatest that may be asked for.</param>
    public static Parsed<int> Of(HttpRequest request, string name, int usual, int most)
    {
        if (request.Query[name] is not { Count: > 0 } text) return Parsed<int>.Of(usual);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most
            ? Parsed<int>.Of(number)
            : Parsed<int>.Refused(Problem.InvalidParameter(name, $"must be a whole number from 1 to {most}"));
    }
}
