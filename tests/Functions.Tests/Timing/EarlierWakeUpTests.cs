using Azure.Storage.Queues;
using Cadenza.Functions.Timing;
using Cadenza.LocalHost.Storage;
using Cadenza.LocalHost.Storage.Embedded;

namespace Cadenza.Functions.Tests.Timing;

/// <summary>An upgrade forgets no wake-up that an earlier version asked for.</summary>
public sealed class EarlierWakeUpTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Move_WhenMessagesOfAnEarlierVersionWait_SendsThemOn()
    {
        await using var app = new AppFixture();
        await app.InitializeAsync();
        var kinds = app.Services.GetServices<IWakes>().ToList();
        using var folder = new TemporaryFolder();
        var queues = StorageClients.Queues($"UseEmbeddedStorage=true;Path={folder.Path}");
        try
        {
            await SendAsync(
                queues,
                ("doorbells", """{"Organization":"o","Sequence":"s","From":200,"Count":7}"""),
                ("run-doorbells", """{"Organization":"o","Workflow":"w","Before":"r9"}"""),
                ("run-doorbells", """{"Organization":"o","Workflow":"v","Before":null}"""),
                ("lead-doorbells", """{"Organization":"o","Workflow":"w","From":100,"Count":50}"""));
            await queues.GetQueueClient(WakeUpQueue.QueueName).CreateAsync(cancellationToken: Cancellation);

            var earlier = new EarlierWakeUps(queues, new WakeUpQueue(queues), kinds);
            for (var sweep = 0; sweep < 2; sweep++) await earlier.MoveAsync(Cancellation);

            Assert.Equal(
                [new("lead", "o", "w", 100, 50), new("run", "o", "v"), new("run", "o", "w", Before: "r9"), new("sequence", "o", "s", 200, 7)],
                (await ReadAsync(queues)).OrderBy(message => (message.Kind, message.Owner)));
            Assert.Equal(0, (await queues.GetQueueClient("run-doorbells").GetPropertiesAsync(Cancellation)).Value.ApproximateMessagesCount);
        }
        finally
        {
            EmbeddedStore.Close(folder.Path);
        }
    }

    private static async Task SendAsync(QueueServiceClient queues, params (string Queue, string Text)[] messages)
    {
        foreach (var (name, text) in messages)
        {
            var queue = queues.GetQueueClient(name);
            await queue.CreateIfNotExistsAsync(cancellationToken: Cancellation);
            await queue.SendMessageAsync(text, Cancellation);
        }
    }

    private static async Task<IReadOnlyList<WakeUp>> ReadAsync(QueueServiceClient queues) =>
    [
        .. (await queues.GetQueueClient(WakeUpQueue.QueueName).ReceiveMessagesAsync(32, cancellationToken: Cancellation)).Value
            .Select(message => message.Body.ToObjectFromJson<WakeUp>()!),
    ];
}
