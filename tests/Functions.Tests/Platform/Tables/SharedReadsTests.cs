using Cadenza.Functions.Platform.Tables;

namespace Cadenza.Functions.Tests.Platform.Tables;

/// <summary>A read answers those who asked before it began, and nobody with anything older than the question.</summary>
public sealed class SharedReadsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ask_WhileAReadIsUnderWay_IsServedByTheNextOne()
    {
        var reads = new Reads();
        var first = reads.Shared.AskAsync("key", Cancellation);
        var others = Enumerable.Range(0, 20).Select(_ => reads.Shared.AskAsync("key", Cancellation)).ToList();
        var elsewhere = reads.Shared.AskAsync("another", Cancellation);
        Assert.Equal(["key", "another"], reads.Begun);
        reads.Answer(0, 1);
        Assert.Equal(1, await first);
        await reads.BegunAsync(3);
        Assert.DoesNotContain(others, other => other.IsCompleted);
        reads.Answer(2, 2);
        Assert.All(await Task.WhenAll(others), answer => Assert.Equal(2, answer));
        reads.Answer(1, 3);
        Assert.Equal(3, await elsewhere);
        Assert.Equal(["key", "another", "key"], reads.Begun);
        var later = reads.Shared.AskAsync("key", Cancellation);
        await reads.BegunAsync(4);
        reads.Answer(3, 4);
        Assert.Equal(4, await later);
    }

    [Fact]
    public async Task Ask_WhenTheReadFails_FailsForThoseWhoWaitForItAlone()
    {
        var reads = new Reads();
        var first = reads.Shared.AskAsync("key", Cancellation);
        var second = reads.Shared.AskAsync("key", Cancellation);
        reads.Fail(0);
        await Assert.ThrowsAsync<IOException>(() => first);
        await reads.BegunAsync(2);
        reads.Answer(1, 7);
        Assert.Equal(7, await second);
    }

    [Fact]
    public async Task Ask_WhenOneGivesUp_GoesOnForTheOthers()
    {
        var reads = new Reads();
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var first = reads.Shared.AskAsync("key", gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        var second = reads.Shared.AskAsync("key", Cancellation);
        reads.Answer(0, 1);
        await reads.BegunAsync(2);
        reads.Answer(1, 2);
        Assert.Equal(2, await second);
    }

    private sealed class Reads
    {
        private readonly List<(string Key, TaskCompletionSource<int> Answer)> _begun = [];

        public Reads() => Shared = new SharedReads<string, int>(key =>
        {
            lock (_begun)
            {
                _begun.Add((key, new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously)));
                return _begun[^1].Answer.Task;
            }
        });

        public SharedReads<string, int> Shared { get; }

        public IReadOnlyList<string> Begun
        {
            get
            {
                lock (_begun) return [.. _begun.Select(read => read.Key)];
            }
        }

        public Task BegunAsync(int count) => Eventually.True(() => Begun.Count >= count, $"{count} reads have begun");

        public void Answer(int read, int answer) => _begun[read].Answer.SetResult(answer);

        public void Fail(int read) => _begun[read].Answer.SetException(new IOException("No storage."));
    }
}
