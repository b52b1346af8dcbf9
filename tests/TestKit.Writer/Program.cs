// Writes rows to embedded storage as fast as it can and tells each one that was acknowledged, until it is killed:
//   Cadenza.TestKit.Writer <folder> <round>
// Even numbers are single inserts of (round, number); odd ones transactions of ten rows in partition "round-number".
using Azure.Data.Tables;
using Cadenza.LocalHost.Storage;

var table = StorageClients.Tables($"UseEmbeddedStorage=true;Path={args[0]}").GetTableClient("written");
var round = args[1];
await table.CreateIfNotExistsAsync();
var next = -1;
await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
{
    int number;
    while ((number = Interlocked.Increment(ref next)) < 1_000_000)
    {
        if (number % 2 == 0) await table.AddEntityAsync(Row($"{round}", $"{number:D7}", number));
        else await table.SubmitTransactionAsync(Enumerable.Range(0, 10).Select(i => new TableTransactionAction(TableTransactionActionType.Add, Row($"{round}-{number:D7}", $"{i}", number))));
        // One write a line, so that a line is there whole or not at all.
        Console.Out.Write($"{number}\n");
    }
})));

static TableEntity Row(string partitionKey, string rowKey, int number) =>
    new(partitionKey, rowKey) { ["Number"] = number, ["Text"] = string.Concat(Enumerable.Repeat($"{number} ", 20)) };
