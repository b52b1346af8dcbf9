using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Organizations;
using Cadenza.Domain.Workflows;

namespace Cadenza.Functions.Storage;

/// <summary>A run that waits for an event.</summary>
/// <param name="Workflow">The workflow.</param>
/// <param name="Run">The run.</param>
internal sealed record WaitingRun(WorkflowId Workflow, RunId Run);

/// <summary>
/// Who waits for events. Table <c>waits</c>, partition <c>organization|type</c>, row <c>run</c>. A row is written after the run
/// says that it waits and removed after it does not any more; one that stands for nothing finds a run that does not wait.
/// </summary>
internal sealed class WaitStore(StorageTables tables)
{
    /// <summary>Notes that a run waits for events of a type.</summary>
    public Task PutAsync(OrganizationId organization, string type, WaitingRun waiting, CancellationToken cancellation) =>
        // Upsert without ETag: the row is nothing but its key and the run's workflow, so writing it again changes nothing.
        tables.Waits.UpsertEntityAsync(
            new TableEntity(Partition(organization, type), waiting.Run.ToString())
            {
                [RowKey.SchemaColumn] = RowKey.Schema,
                ["Workflow"] = waiting.Workflow.ToString(),
            },
            TableUpdateMode.Replace,
            cancellation);

    /// <summary>Forgets that a run waits; one that does not is no error.</summary>
    public async Task RemoveAsync(OrganizationId organization, string type, RunId run, CancellationToken cancellation)
    {
        try
        {
            // ETag.All: the row is nothing but its key, so there is no newer version to lose.
            await tables.Waits.DeleteEntityAsync(Partition(organization, type), run.ToString(), ETag.All, cancellation);
        }
        catch (RequestFailedException error) when (error.IsMissing())
        {
            // An earlier attempt removed it.
        }
    }

    /// <summary>Who waits for events of a type.</summary>
    public async IAsyncEnumerable<WaitingRun> ListAsync(
        OrganizationId organization, string type, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(organization, type)}");
        await foreach (var row in tables.Waits.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            yield return new WaitingRun(WorkflowId.Parse(row.Text("Workflow")), RunId.Parse(row.RowKey));
        }
    }

    private static string Partition(OrganizationId organization, string type) => RowKey.Join(organization.ToString(), RowKey.Encode(type));
}
