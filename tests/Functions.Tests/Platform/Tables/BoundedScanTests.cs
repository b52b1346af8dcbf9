using System.Globalization;
using Cadenza.Functions.Platform.Tables;

namespace Cadenza.Functions.Tests.Platform.Tables;

/// <summary>G8: a page looks at a bounded number, keeps what is meant, and the next one begins behind the last looked at.</summary>
public sealed class BoundedScanTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_WhenFollowedToTheEnd_FindsEachThatIsMeantOnce()
    {
        foreach (var (limit, most) in new[] { (1, 1), (1, 4), (3, 5), (4, 1000), (100, 7), (100, 1000) })
        {
            var (found, position, pages) = (new List<int>(), "0", 0);
            while (true)
            {
                var page = await ReadAsync(position, number => number % 3 == 0, limit, most);
                Assert.InRange(page.Found.Count, 0, Math.Min(limit, most));
                found.AddRange(page.Found);
                pages++;
                if (page.Next is null) break;
                position = page.Next;
            }

            Assert.Equal(Enumerable.Range(1, 50).Where(number => number % 3 == 0), found);
            Assert.InRange(pages, 1, 51);
        }
    }

    [Fact]
    public async Task Read_WhenAsManyAreMeantAsFit_EndsBehindTheLastLookedAtOrTellsThatNoneFollows()
    {
        var full = await ReadAsync("0", _ => true, limit: 2, most: 1000);
        Assert.Equal([1, 2], full.Found);
        Assert.Equal("2", full.Next);
        // What is not meant is not looked at once more, and the last page says that it is.
        Assert.Equal("9", (await ReadAsync("0", number => number is 1 or 10, limit: 1, most: 1000)).Next);
        Assert.Null((await ReadAsync("48", _ => true, limit: 2, most: 1000)).Next);
    }

    [Fact]
    public async Task Read_WhenNothingIsMeantAmongThoseLookedAt_IsEmptyAndGoesOnBehindThem()
    {
        var page = await ReadAsync("10", _ => false, limit: 5, most: 20);
        Assert.Empty(page.Found);
        Assert.Equal("30", page.Next);
    }

    private static Task<ScannedPage<int>> ReadAsync(string after, Func<int, bool> isMeant, int limit, int most)
    {
        var first = int.Parse(after, CultureInfo.InvariantCulture) + 1;
        return BoundedScan.ReadAsync(
            Enumerable.Range(first, 51 - first).ToAsyncEnumerable(), number => number.ToString(CultureInfo.InvariantCulture), isMeant, limit, most, Cancellation);
    }
}
