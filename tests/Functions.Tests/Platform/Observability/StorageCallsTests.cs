using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Cadenza.Functions.Platform.Observability;

namespace Cadenza.Functions.Tests.Platform.Observability;

/// <summary>Which kind each call of the official clients counts as, told from the requests that they make.</summary>
public sealed class StorageCallsTests
{
    private const string Account = "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=YQ==;TableEndpoint=http://127.0.0.1:1/devstoreaccount1;QueueEndpoint=http://127.0.0.1:1/devstoreaccount1";
    private static readonly ETag Tag = new("W/\"1\"");

    public static TheoryData<string, Func<TableServiceClient, TableClient, Task>> Tables => new()
    {
        { "table.create", (_, table) => table.CreateIfNotExistsAsync() },
        { "table.drop", (service, _) => service.DeleteTableAsync("rows") },
        { "table.get", (_, table) => table.GetEntityAsync<TableEntity>("a/b", "c'd()") },
        { "table.query", async (_, table) => await table.QueryAsync<TableEntity>("PartitionKey eq 'a'").GetAsyncEnumerator().MoveNextAsync() },
        { "table.insert", (_, table) => table.AddEntityAsync(Row()) },
        { "table.update", (_, table) => table.UpdateEntityAsync(Row(), Tag, TableUpdateMode.Replace) },
        { "table.update", (_, table) => table.UpdateEntityAsync(Row(), ETag.All, TableUpdateMode.Merge) },
        { "table.upsert", (_, table) => table.UpsertEntityAsync(Row(), TableUpdateMode.Replace) },
        { "table.upsert", (_, table) => table.UpsertEntityAsync(Row(), TableUpdateMode.Merge) },
        { "table.delete", (_, table) => table.DeleteEntityAsync("a", "b", Tag) },
        { "table.transaction", (_, table) => table.SubmitTransactionAsync([new(TableTransactionActionType.Add, Row())]) },
    };

    public static TheoryData<string, Func<QueueClient, Task>> Queues => new()
    {
        { "queue.create", queue => queue.CreateIfNotExistsAsync() },
        { "queue.drop", queue => queue.DeleteAsync() },
        { "queue.send", queue => queue.SendMessageAsync("text") },
        { "queue.receive", queue => queue.ReceiveMessagesAsync(5) },
        { "queue.peek", queue => queue.PeekMessagesAsync(5) },
        { "queue.delete", queue => queue.DeleteMessageAsync("id", "receipt") },
        { "queue.update", queue => queue.UpdateMessageAsync("id", "receipt") },
        { "queue.clear", queue => queue.ClearMessagesAsync() },
        { "queue.properties", queue => queue.GetPropertiesAsync() },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task OfTables_TellsEachCall(string kind, Func<TableServiceClient, TableClient, Task> call)
    {
        var kinds = new Kinds(StorageCalls.OfTables);
        var options = new TableClientOptions { Transport = kinds };
        var service = new TableServiceClient(Account, options);
        await Assert.ThrowsAnyAsync<RequestFailedException>(() => call(service, service.GetTableClient("rows")));
        Assert.Equal([kind], kinds.Seen);
    }

    [Theory]
    [MemberData(nameof(Queues))]
    public async Task OfQueues_TellsEachCall(string kind, Func<QueueClient, Task> call)
    {
        var kinds = new Kinds(StorageCalls.OfQueues);
        // A queue of that name is not taken for its messages.
        var queue = new QueueServiceClient(Account, new QueueClientOptions { Transport = kinds }).GetQueueClient("my-messages");
        await Assert.ThrowsAnyAsync<RequestFailedException>(() => call(queue));
        Assert.Equal([kind], kinds.Seen);
    }

    private static TableEntity Row() => new("a", "b") { ["c"] = 1 };

    /// <summary>Notes the kind of each request and refuses it.</summary>
    private sealed class Kinds(Func<Request, string?> kindOf) : HttpPipelineTransport
    {
        public List<string?> Seen { get; } = [];

        public override Request CreateRequest() => HttpClientTransport.Shared.CreateRequest();

        public override void Process(HttpMessage message) => throw new NotSupportedException();

        public override ValueTask ProcessAsync(HttpMessage message)
        {
            Seen.Add(kindOf(message.Request));
            throw new RequestFailedException(403, "refused");
        }
    }
}
