using Cadenza.Functions.Platform.Tables;

namespace Cadenza.Functions.Tests.Platform.Tables;

/// <summary>However many scan at once, half the processors are left to the others.</summary>
public sealed class ScanTurnsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_ByManyAtOnce_LetsFewInAndAllInTheEnd()
    {
        using var turns = new ScanTurns();
        var (inside, most) = (0, 0);
        var gate = new Lock();
        var ran = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => turns.RunAsync(
            async () =>
            {
                lock (gate) most = Math.Max(most, ++inside);
                await Task.Yield();
                lock (gate) inside--;
                return number;
            },
            Cancellation)));
        Assert.Equal(Enumerable.Range(0, 40), ran);
        Assert.InRange(most, 1, Math.Max(1, Environment.ProcessorCount / 2));
    }

    [Fact]
    public async Task Run_WhenAScanFailsOrIsGivenUp_LetsTheNextOneIn()
    {
        using var turns = new ScanTurns();
        for (var time = 0; time < Environment.ProcessorCount; time++)
            await Assert.ThrowsAsync<IOException>(() => turns.RunAsync<int>(() => throw new IOException("No storage."), Cancellation));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => turns.RunAsync(() => Task.FromResult(1), new CancellationToken(true)));
        Assert.Equal(2, await turns.RunAsync(() => Task.FromResult(2), Cancellation));
    }
}
