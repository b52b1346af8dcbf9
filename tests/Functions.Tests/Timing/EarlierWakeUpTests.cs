using Azure.Storage.Queues;
using Cadenza.Functions.Timing;
using Cadenza.LocalHost.Storage;
using Cadenza.LocalHost.Storage.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

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
                ("run-doorbells", """{"Organization":"o"}"""),
                ("lead-doorbells", "[nonsense"),
                ("lead-doorbells", """{"Organization":"o","Workflow":"w","From":100,"Count":50}"""));
            await queues.GetQueueClient(WakeUpQueue.QueueName).CreateAsync(cancellationToken: Cancellation);

            var earlier = new EarlierWakeUps(queues, new WakeUpQueue(queues), kinds, NullLogger<EarlierWakeUps>.Instance);
            for (var sweep = 0; sweep < 2; sweep++) await earlier.MoveAsync(Cancellation);

            Assert.Equal(
                [new("lead", "o", "w", 100, 50), new("run", "o", "v"), new("run", "o", "w", Before: "r9"), new("sequence", "o", "s", 200, 7)],
                (await ReadAsync(queues)).OrderBy(message => (message.Kind, message.Owner)));
            foreach (var queue in (string[])["doorbells", "run-doorbells", "lead-doorbells"]) Assert.Equal(0, await CountAsync(queues, queue));
            foreach (var queue in (string[])["run-doorbells-poison", "lead-doorbells-poison"]) Assert.Equal(1, await CountAsync(queues, queue));
        }
        finally
        {
            EmbeddedStore.Close(folder.Path);
        }
    }

    private static async Task<int> CountAsync(QueueServiceClient queues, string name) =>
        (await queues.GetQueueClient(name).GetPropertiesAsync(Cancellation)).Value.ApproximateMessagesCount;

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
