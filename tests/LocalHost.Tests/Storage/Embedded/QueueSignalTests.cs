using Cadenza.LocalHost.Storage;
using Cadenza.LocalHost.Storage.Embedded.Clients;
using Cadenza.LocalHost.Tests.Storage.Contract;

namespace Cadenza.LocalHost.Tests.Storage.Embedded;

/// <summary>A receiver learns of messages without polling.</summary>
public sealed class QueueSignalTests(EmbeddedStorage storage)
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Wait_WhenAMessageIsSent_Completes()
    {
        var queue = await NewQueueAsync();
        var wait = queue.WaitForMessagesAsync(Long, Cancel);
        Assert.False(wait.IsCompleted);
        await queue.SendMessageAsync("x", Cancel);
        await wait.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
    }

    [Fact]
    public async Task Wait_WhenAMessageIsVisibleAlready_CompletesAtOnce()
    {
        var queue = await NewQueueAsync();
        await queue.SendMessageAsync("x", Cancel);
        await queue.WaitForMessagesAsync(Long, Cancel).WaitAsync(TimeSpan.FromSeconds(30), Cancel);
    }

    [Fact]
    public async Task Wait_WhenAHiddenMessageFallsDue_Completes()
    {
        var queue = await NewQueueAsync();
        await queue.SendMessageAsync("x", TimeSpan.FromMilliseconds(200), cancellationToken: Cancel);
        await queue.WaitForMessagesAsync(Long, Cancel).WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        Assert.Single((await queue.ReceiveMessagesAsync(Cancel)).Value);
    }

    [Fact]
    public async Task Wait_WhenChangesMakeNoMessageVisible_GoesOn()
    {
        var queue = await NewQueueAsync();
        var wait = queue.WaitForMessagesAsync(Long, Cancel);
        var hidden = (await queue.SendMessageAsync("x", TimeSpan.FromHours(1), cancellationToken: Cancel)).Value;
        await queue.DeleteMessageAsync(hidden.MessageId, hidden.PopReceipt, Cancel);

        // A wait that any change ends would be over before this one, which nothing but its time ends.
        await queue.WaitForMessagesAsync(TimeSpan.FromMilliseconds(200), Cancel);

        Assert.False(wait.IsCompleted);
        await queue.SendMessageAsync("y", Cancel);
        await wait.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
    }

    [Fact]
    public async Task Wait_WhenCancelled_Throws()
    {
        var queue = await NewQueueAsync();
        using var stop = new CancellationTokenSource();
        var wait = queue.WaitForMessagesAsync(Long, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    private async Task<EmbeddedQueueClient> NewQueueAsync()
    {
        var queue = (EmbeddedQueueClient)StorageClients.Queues(await storage.ConnectionStringAsync()).GetQueueClient($"q{Guid.NewGuid():N}");
        await queue.CreateIfNotExistsAsync(cancellationToken: Cancel);
        return queue;
    }
}
