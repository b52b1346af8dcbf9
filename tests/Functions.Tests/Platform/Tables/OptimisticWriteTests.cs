using Azure;
using Cadenza.Functions.Platform.Tables;

namespace Cadenza.Functions.Tests.Platform.Tables;

/// <summary>G4: whoever loses a race decides anew on what is stored then.</summary>
public sealed class OptimisticWriteTests
{
    [Theory]
    [InlineData(412)]
    [InlineData(409)]
    [InlineData(404)]
    public async Task Run_WhenTheRaceIsLostFiveTimes_AttemptsAgainUntilItIsNot(int status)
    {
        var attempts = 0;

        await OptimisticWrite.RunAsync(() => ++attempts <= 5 ? throw new RequestFailedException(status, "lost") : Task.CompletedTask);

        Assert.Equal(6, attempts);
    }

    [Fact]
    public async Task Run_WhenStorageFails_DoesNotTryAgain()
    {
        var attempts = 0;

        await Assert.ThrowsAsync<RequestFailedException>(() => OptimisticWrite.RunAsync(() =>
        {
            attempts++;
            throw new RequestFailedException(503, "down");
        }));

        Assert.Equal(1, attempts);
    }

    [Fact]
    public async Task UntilWon_WhenTheRaceIsLostFiveTimes_AttemptsAgainUntilItIsNot()
    {
        var attempts = 0;

        Assert.Equal("won", await OptimisticWrite.UntilWonAsync(() => Task.FromResult(++attempts <= 5 ? null : "won")));

        Assert.Equal(6, attempts);
    }

    [Fact]
    public async Task UntilWon_WhenLostEachTime_GivesUp()
    {
        var attempts = 0;

        await Assert.ThrowsAsync<InvalidOperationException>(() => OptimisticWrite.UntilWonAsync<string>(() =>
        {
            attempts++;
            return Task.FromResult<string?>(null);
        }));

        Assert.Equal(60, attempts);
    }

    [Fact]
    public async Task UntilWon_WhenTheAttemptThrows_DoesNotTryAgain()
    {
        var attempts = 0;

        await Assert.ThrowsAsync<RequestFailedException>(() => OptimisticWrite.UntilWonAsync<string>(() =>
        {
            attempts++;
            throw new RequestFailedException(412, "stale");
        }));

        Assert.Equal(1, attempts);
    }
}
