using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows.Runs;
using Cadenza.Functions.Workflows.Storage;
using DurableTask.Core.Exceptions;
using Grpc.Core;

namespace Cadenza.Functions.Tests.Timing;

/// <summary>What the official client throws is what it was seen to make of the answers of Durable extension 3.18.</summary>
public sealed class DoorbellsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ring_WhenTheDriverRuns_StartsNone()
    {
        var client = new RecordingClient();
        await RingAsync(client);
        Assert.Equal(["ring"], client.Calls);
    }

    [Theory]
    [InlineData(StatusCode.FailedPrecondition)]
    [InlineData(StatusCode.NotFound)]
    public async Task Ring_WhenTheDriverHasEndedOrNeverWas_StartsIt(StatusCode answer)
    {
        var client = new RecordingClient { OnRing = _ => Refused(answer) };
        await RingAsync(client);
        Assert.Equal(["ring", "start"], client.Calls);
    }

    [Fact]
    public async Task Ring_WhenSomebodyElseStartsIt_RingsThatOne()
    {
        var client = new RecordingClient
        {
            OnRing = count => count == 1 ? Refused(StatusCode.NotFound) : Task.CompletedTask,
            OnStart = _ => throw new OrchestrationAlreadyExistsException(),
        };
        await RingAsync(client);
        Assert.Equal(["ring", "start", "ring"], client.Calls);
    }

    [Fact]
    public async Task Ring_WhenTheOtherOneEndsInBetween_StartsItAfterAll()
    {
        var client = new RecordingClient
        {
            OnRing = _ => Refused(StatusCode.FailedPrecondition),
            OnStart = count => count == 1 ? throw new OrchestrationAlreadyExistsException() : Task.CompletedTask,
        };
        await RingAsync(client);
        Assert.Equal(["ring", "start", "ring", "start"], client.Calls);
    }

    [Theory]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.Unknown)]
    [InlineData(StatusCode.InvalidArgument)]
    public async Task Ring_WhenTheEngineFails_Throws(StatusCode answer)
    {
        var client = new RecordingClient { OnRing = _ => Refused(answer) };
        Assert.Equal(answer, (await Assert.ThrowsAsync<RpcException>(() => RingAsync(client))).StatusCode);
        Assert.Equal(["ring"], client.Calls);
    }

    [Fact]
    public async Task Ring_WhenAStartFails_Throws()
    {
        var client = new RecordingClient { OnRing = _ => Refused(StatusCode.NotFound), OnStart = _ => Refused(StatusCode.Internal) };
        await Assert.ThrowsAsync<RpcException>(() => RingAsync(client));
        Assert.Equal(["ring", "start"], client.Calls);
    }

    [Fact]
    public async Task Purge_WhenTheDriverHasNotEnded_LeavesIt() =>
        await new Doorbells(new RecordingClient { OnPurge = () => throw new InvalidOperationException("running") }).PurgeRunAsync("run", Cancellation);

    private static Task RingAsync(RecordingClient client) => new Doorbells(client).RingRunAsync(new RunKey("o", "w", "run"), Cancellation);

    private static Task Refused(StatusCode code) => Task.FromException(new RpcException(new Status(code, "said")));
}
