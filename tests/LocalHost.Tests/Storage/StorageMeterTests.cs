using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Azure.Data.Tables;
using Cadenza.LocalHost.Storage;
using Cadenza.LocalHost.Storage.Embedded;

namespace Cadenza.LocalHost.Tests.Storage;

public sealed class StorageMeterTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cadenza-meter-");

    public void Dispose()
    {
        EmbeddedStore.Close(_folder.FullName);
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Counter_WhenRequestsAreMade_CountsEachOnceByKind()
    {
        // Other tests use storage meanwhile; the flow of this one tells its requests apart.
        var mine = new AsyncLocal<bool> { Value = true };
        var counted = new ConcurrentQueue<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "Cadenza.Storage" && instrument.Name == "storage.operations") self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            if (mine.Value) counted.Enqueue((string)tags[0].Value!);
        });
        listener.Start();

        await UseStorageAsync($"UseEmbeddedStorage=true;Path={_folder.FullName}", TestContext.Current.CancellationToken);

        Assert.Equal(
            ["table.create", "table.insert", "table.get", "table.transaction", "table.query", "table.query", "table.delete", "queue.create", "queue.send", "queue.receive"],
            counted);
    }

    private static async Task UseStorageAsync(string connection, CancellationToken cancel)
    {
        var table = StorageClients.Tables(connection).GetTableClient("counted");
        await table.CreateIfNotExistsAsync(cancel);
        await table.AddEntityAsync(new TableEntity("p", "a"), cancel);
        await table.GetEntityAsync<TableEntity>("p", "a", cancellationToken: cancel);
        await table.SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("p", "b"))], cancel);
        Assert.Equal(2, await table.QueryAsync<TableEntity>(maxPerPage: 1, cancellationToken: cancel).CountAsync(cancel));
        await table.DeleteEntityAsync("p", "a", cancellationToken: cancel);
        var queue = StorageClients.Queues(connection).GetQueueClient("counted");
        await queue.CreateIfNotExistsAsync(cancellationToken: cancel);
        await queue.SendMessageAsync("x", cancel);
        await queue.ReceiveMessagesAsync(cancel);
    }
}
