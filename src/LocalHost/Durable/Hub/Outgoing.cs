using Azure;
using Azure.Data.Tables;
using Google.Protobuf;
using Microsoft.DurableTask.Protobuf;

namespace Cadenza.LocalHost.Durable.Hub;

/// <summary>
/// What a stored turn has to say to other orchestrations: events to send, children to end. It is stored with the turn
/// and deleted once all of it has been stored where it was sent, so that it arrives whatever becomes of the sender.
/// </summary>
internal sealed record Outgoing(string Partition, string Key, IReadOnlyList<OrchestratorAction> Actions)
{
    private const string Bytes = "Actions";

    public TableTransactionAction Add()
    {
        var row = new TableEntity(Partition, Key);
        BinaryParts.Write(row, Bytes, new OrchestratorResponse { Actions = { Actions } }.ToByteArray());
        return new TableTransactionAction(TableTransactionActionType.UpsertReplace, row);
    }

    public TableTransactionAction Delete() => new(TableTransactionActionType.Delete, new TableEntity(Partition, Key), ETag.All);

    public static Outgoing Read(TableEntity row) =>
        new(row.PartitionKey, row.RowKey, OrchestratorResponse.Parser.ParseFrom(BinaryParts.Read(row, Bytes) ?? []).Actions);
}
