using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;

namespace Cadenza.Functions.Workflows.Storage;

/// <summary>Names one message of a workflow run: the run, its version, the step's effect, and for whom.</summary>
/// <param name="Organization">Whose run it is.</param>
/// <param name="Run">Which run.</param>
/// <param name="StepId">Which step.</param>
/// <param name="EffectKey">Which visit of the step.</param>
/// <param name="Recipient">For whom: a contact's id, or what stands for an address without being one.</param>
internal sealed record RunMessageKey(OrganizationId Organization, RunRef Run, string StepId, string EffectKey, string Recipient)
{
    /// <summary>The partition of the run.</summary>
    public string Partition => RowKey.Join(Organization.ToString(), "run", Run.Run.ToString());

    /// <summary>The row of the message.</summary>
    public string Row => RowKey.Join(RowKey.Number(Run.Version, 6), RowKey.Hash(EffectKey), RowKey.Encode(Recipient));

    /// <summary>What makes the message recognizable to a provider and to its recipient.</summary>
    public string IdempotencyKey => $"{Partition}|{Row}";
}

/// <summary>A message as it stands, and the version of its row.</summary>
internal sealed record StoredRunMessage(RunMessage Message, ETag Version);

/// <summary>
/// The ledger of workflow runs: in table <c>ledger</c>, partition <c>organization|run|run id</c>, a row a message. No address
/// is stored: the rows stay when a contact is erased.
/// </summary>
internal sealed class RunLedger(StorageTables tables, TimeProvider clock)
{
    /// <summary>Inserts a message; false when it is there already.</summary>
    public Task<bool> TryInsertAsync(RunMessageKey key, Channel channel, RunMessage message, CancellationToken cancellation)
    {
        var row = ToRow(key, channel, message);
        return IsWrittenAsync(row, () => tables.Ledger.AddEntityAsync(row, cancellation), cancellation);
    }

    /// <summary>The message as it stands, or null.</summary>
    public async Task<StoredRunMessage?> FindAsync(RunMessageKey key, CancellationToken cancellation)
    {
        var found = await tables.Ledger.GetEntityIfExistsAsync<TableEntity>(key.Partition, key.Row, cancellationToken: cancellation);
        return found.HasValue ? new StoredRunMessage(ToMessage(found.Value!), found.Value!.ETag) : null;
    }

    /// <summary>Replaces a message on the version that was read; false when somebody else wrote it meanwhile.</summary>
    public Task<bool> TryReplaceAsync(RunMessageKey key, Channel channel, RunMessage message, ETag version, CancellationToken cancellation)
    {
        var row = ToRow(key, channel, message);
        return IsWrittenAsync(row, () => tables.Ledger.UpdateEntityAsync(row, version, TableUpdateMode.Replace, cancellation), cancellation);
    }

    /// <summary>
    /// Stores what the provider answered. No ETag: whoever handed the message over alone knows, whatever anybody guessed
    /// meanwhile; and it is not canceled with the host, for the message is gone.
    /// </summary>
    public Task StoreOutcomeAsync(RunMessageKey key, Channel channel, RunMessage message) =>
        tables.Ledger.UpsertEntityAsync(ToRow(key, channel, message), TableUpdateMode.Replace, CancellationToken.None);

    // The service's client sends a write again whose answer was lost, and is then refused because of itself: the writer's mark
    // tells that apart from somebody else's write.
    private async Task<bool> IsWrittenAsync(TableEntity row, Func<Task<Response>> write, CancellationToken cancellation)
    {
        try
        {
            await write();
            return true;
        }
        catch (RequestFailedException error) when (error.IsConflict() || error.IsStale())
        {
            var found = await tables.Ledger.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellation);
            return found.HasValue && found.Value!.GetString("Writer") == row.GetString("Writer");
        }
    }

    private TableEntity ToRow(RunMessageKey key, Channel channel, RunMessage message)
    {
        var row = new TableEntity(key.Partition, key.Row)
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            ["Status"] = message.Status.ToString(),
            ["At"] = clock.GetUtcNow(),
            ["Workflow"] = key.Run.Workflow.ToString(),
            ["Step"] = key.StepId,
            ["Channel"] = channel.Name(),
            ["Attempts"] = message.Attempts,
            ["Writer"] = Guid.NewGuid().ToString("N"),
        };
        row.Put("Reason", message.Reason);
        row.Put("MessageId", message.ProviderMessageId);
        if (message.MayRepeat) row["MayRepeat"] = true;
        return row;
    }

    private static RunMessage ToMessage(TableEntity row) => new(
        Enum.Parse<LedgerStatus>(row.Text("Status")),
        row.GetString("Reason"),
        row.GetInt32("Attempts") ?? 1,
        row.GetBoolean("MayRepeat") ?? false,
        row.GetString("MessageId"));
}
