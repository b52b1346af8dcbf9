using Cadenza.Functions.Platform.Http.Paging;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Tests.Platform.Http.Paging;

public sealed class CursorsTests
{
    private const string List = "acme/contacts";

    private readonly Cursors _cursors = new(new SigningKeys("a secret of the tests"));

    [Theory]
    [InlineData("")]
    [InlineData("row-1")]
    [InlineData("Ünï/\u0001%+ 漢")]
    public void TryOpen_WhenSealedByTheSameList_GivesThePosition(string position)
    {
        Assert.True(_cursors.TryOpen(List, _cursors.Seal(List, position), out var opened));
        Assert.Equal(position, opened);
    }

    [Fact]
    public void TryOpen_WhenAnyCharacterIsAltered_Refuses()
    {
        var cursor = _cursors.Seal(List, "row-1");
        for (var at = 0; at < cursor.Length; at++)
        {
            var altered = cursor[..at] + (cursor[at] == 'A' ? 'B' : 'A') + cursor[(at + 1)..];
            Assert.False(_cursors.TryOpen(List, altered, out _), altered);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("!!!!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA")]
    public void TryOpen_WhenMadeUp_Refuses(string cursor) => Assert.False(_cursors.TryOpen(List, cursor, out _));

    [Fact]
    public void TryOpen_WhenFromAnotherListOrSecret_Refuses()
    {
        var cursor = _cursors.Seal(List, "row-1");
        Assert.False(_cursors.TryOpen("other/contacts", cursor, out _));
        Assert.False(new Cursors(new SigningKeys("another secret of the tests")).TryOpen(List, cursor, out _));
    }

    [Theory]
    [InlineData("", 50, null)]
    [InlineData("?limit=1", 1, null)]
    [InlineData("?limit=100", 100, null)]
    public void PageRequest_WhenAllowed_IsRead(string query, int limit, string? position) =>
        Assert.Equal(new PageRequest(limit, position), PageRequest.Of(Request(query), _cursors, List).Value);

    [Fact]
    public void PageRequest_WhenCursorIsOurs_BeginsThere() =>
        Assert.Equal(new PageRequest(50, "row-1"), PageRequest.Of(Request("?cursor=" + _cursors.Seal(List, "row-1")), _cursors, List).Value);

    [Theory]
    [InlineData("?limit=0", "invalid_parameter", "?limit")]
    [InlineData("?limit=101", "invalid_parameter", "?limit")]
    [InlineData("?limit=ten", "invalid_parameter", "?limit")]
    [InlineData("?limit=1&limit=2", "invalid_parameter", "?limit")]
    [InlineData("?limit=", "invalid_parameter", "?limit")]
    [InlineData("?cursor=abc", "invalid_cursor", "?cursor")]
    [InlineData("?cursor=", "invalid_cursor", "?cursor")]
    public void PageRequest_WhenNotAllowed_IsRefused(string query, string code, string place)
    {
        var problem = PageRequest.Of(Request(query), _cursors, List).Problem;
        Assert.Equal((400, code), (problem?.Status, problem?.Code));
        Assert.Equal(place, Assert.Single(problem!.Errors!).Key);
    }

    private static HttpRequest Request(string query) => new DefaultHttpContext { Request = { QueryString = new QueryString(query) } }.Request;
}
