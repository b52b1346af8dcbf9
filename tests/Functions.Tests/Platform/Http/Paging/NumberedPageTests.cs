using Cadenza.Functions.Platform.Http.Paging;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Tests.Platform.Http.Paging;

/// <summary>Where a document counts pages they are read alike, within the limits of the list.</summary>
public sealed class NumberedPageTests
{
    [Theory]
    [InlineData("", 1, 20, 0)]
    [InlineData("?page=3&limit=7", 3, 7, 14)]
    [InlineData("?page=1000000&limit=100", 1_000_000, 100, 99_999_900)]
    public void Of_WhenWithinTheLimits_IsThatPage(string query, int number, int limit, int skip)
    {
        var page = NumberedPage.Of(Request(query)).Value;
        Assert.Equal((number, limit, skip), (page.Number, page.Limit, page.Skip));
    }

    [Theory]
    [InlineData("?page=0", "page", "must be a whole number from 1 to 1000")]
    [InlineData("?page=1001", "page", "must be a whole number from 1 to 1000")]
    [InlineData("?page=-1", "page", "must be a whole number from 1 to 1000")]
    [InlineData("?page=%201", "page", "must be a whole number from 1 to 1000")]
    [InlineData("?page=99999999999999", "page", "must be a whole number from 1 to 1000")]
    [InlineData("?limit=51", "limit", "must be a whole number from 1 to 50")]
    [InlineData("?limit=", "limit", "must be a whole number from 1 to 50")]
    public void Of_WhenBeyondTheLimitsOfTheList_SaysWhatMayBeAskedFor(string query, string parameter, string fault)
    {
        var problem = NumberedPage.Of(Request(query), usual: 10, most: 50, mostNumber: 1000).Problem;
        Assert.NotNull(problem);
        Assert.Equal(400, problem.Status);
        Assert.Contains(fault, string.Join(' ', problem.Detail, problem.Errors is null ? "" : string.Join(' ', problem.Errors.SelectMany(error => error.Value))), StringComparison.Ordinal);
        Assert.Contains(parameter, string.Join(' ', problem.Detail, problem.Errors is null ? "" : string.Join(' ', problem.Errors.Keys)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(20, 1)]
    [InlineData(21, 2)]
    public void Meta_OfSoMany_CountsThePages(int total, int pages) =>
        Assert.Equal(new PageMeta(1, 20, total, pages), NumberedPage.Of(Request("")).Value.Meta(total));

    private static HttpRequest Request(string query) => new DefaultHttpContext { Request = { QueryString = new QueryString(query) } }.Request;
}
