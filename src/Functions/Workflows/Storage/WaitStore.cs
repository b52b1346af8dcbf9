using Azure.Data.Tables;
using Cadenza.Domain.Workflows;

namespace Cadenza.Functions.Workflows.Storage;

/// <summary>A run that waits for an event.</summary>
/// <param name="Workflow">The workflow.</param>
/// <param name="Run">The run.</param>
/// <param name="Subject">Whom or what the event must be about; null when it may be about anything.</param>
internal sealed record WaitingRun(WorkflowId Workflow, RunId Run, string? Subject);

/// <summary>
/// Who waits for events. Table <c>waits</c>, partition <c>organization|type</c>, row <c>s|subject|run</c>, or <c>a|run</c> for
/// any subject: so an event asks for those who wait for its own subject, and for those who look at every event. A row is
/// written after the run says that it waits and removed after it does not any more; one that stands for nothing finds a run
/// that does not wait.
/// </summary>
internal sealed class WaitStore(StorageTables tables)
{
    /// <summary>Notes that a run waits for events of a type.</summary>
    public Task PutAsync(OrganizationId organization, string type, WaitingRun waiting, CancellationToken cancellation) =>
        // Upsert without ETag: the row is nothing but its key and the run's workflow, so writing it again changes nothing.
        tables.Waits.UpsertEntityAsync(
            new TableEntity(Partition(organization, type), KeyOf(waiting))
            {
                [RowKey.SchemaColumn] = RowKey.Schema,
                ["Workflow"] = waiting.Workflow.ToString(),
            },
            TableUpdateMode.Replace,
            cancellation);

    /// <summary>Forgets that a run waits; one that does not is no error.</summary>
    public Task RemoveAsync(OrganizationId organization, string type, WaitingRun waiting, CancellationToken cancellation) =>
        tables.Waits.DropAsync(Partition(organization, type), KeyOf(waiting), cancellation);

    /// <summary>Who waits for events of a type that may be about anything.</summary>
    public IAsyncEnumerable<WaitingRun> ListAsync(OrganizationId organization, string type, CancellationToken cancellation) =>
        ListAsync(organization, type, "a", null, cancellation);

    /// <summary>Who waits for events of a type about a subject.</summary>
    public IAsyncEnumerable<WaitingRun> ListAsync(OrganizationId organization, string type, string subject, CancellationToken cancellation) =>
        ListAsync(organization, type, RowKey.Join("s", RowKey.Encode(subject)), subject, cancellation);

    private async IAsyncEnumerable<WaitingRun> ListAsync(
        OrganizationId organization,
        string type,
        string prefix,
        string? subject,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {Partition(organization, type)} and RowKey gt {prefix + "|"} and RowKey lt {prefix + RowKey.AfterSeparator}");
        await foreach (var row in tables.Waits.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            yield return new WaitingRun(WorkflowId.Parse(row.Text("Workflow")), RunId.Parse(row.RowKey[(row.RowKey.LastIndexOf('|') + 1)..]), subject);
        }
    }

    private static string KeyOf(WaitingRun waiting) => waiting.Subject is { } subject
        ? RowKey.Join("s", RowKey.Encode(subject), waiting.Run.ToString())
        : RowKey.Join("a", waiting.Run.ToString());

    private static string Partition(OrganizationId organization, string type) => RowKey.Join(organization.ToString(), RowKey.Encode(type));
}
