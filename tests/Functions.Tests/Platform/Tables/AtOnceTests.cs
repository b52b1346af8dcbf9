using Cadenza.Functions.Platform.Tables;

namespace Cadenza.Functions.Tests.Platform.Tables;

/// <summary>Questions about many things are asked side by side, and never too many.</summary>
public sealed class AtOnceTests
{
    [Fact]
    public async Task All_AsksSixteenAtATimeAndKeepsTheOrder()
    {
        var (open, most) = (0, 0);

        var answers = await AtOnce.AllAsync(Enumerable.Range(0, 50), async number =>
        {
            most = Math.Max(most, ++open);
            await Task.Yield();
            Interlocked.Decrement(ref open);
            return number * 2;
        });

        Assert.Equal(Enumerable.Range(0, 50).Select(number => number * 2), answers);
        Assert.InRange(most, 2, AtOnce.Limit);
    }
}
