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
}
