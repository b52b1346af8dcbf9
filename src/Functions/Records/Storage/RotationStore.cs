using Azure.Data.Tables;
using Cadenza.Domain.Records;

namespace Cadenza.Functions.Records.Storage;

/// <summary>
/// Whose turn it is at a step that assigns owners (D8). Table <c>records</c>, partition <c>organization|turns</c>, row
/// <c>workflow|step</c>. Runs at once take their turns one after the other: within a process they wait for each other, across
/// processes the row's ETag decides.
/// </summary>
internal sealed class RotationStore(StorageTables tables)
{
    private const string Partition = "turns";
    private const int Gates = 64;

    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Gates).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Takes a turn, or answers the one that the effect took before.</summary>
    /// <param name="organization">The organization of the workflow.</param>
    /// <param name="step">Workflow and step; any text.</param>
    /// <param name="effectKey">The effect.</param>
    /// <param name="take">Takes the turn.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>The user who was chosen.</returns>
    public async Task<string> DrawAsync(
        OrganizationId organization, string step, string effectKey, Func<Rotation, (string User, Rotation After)> take, CancellationToken cancellation)
    {
        var (partition, key) = (RowKey.Join(organization.ToString(), Partition), RowKey.Encode(step));
        var gate = _gates[(uint)HashCode.Combine(partition, key) % Gates];
        await gate.WaitAsync(cancellation);
        try
        {
            return await OptimisticWrite.RunAsync(() => DrawAsync(partition, key, effectKey, take, cancellation));
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<string> DrawAsync(
        string partition, string key, string effectKey, Func<Rotation, (string User, Rotation After)> take, CancellationToken cancellation)
    {
        var read = await tables.Records.GetEntityIfExistsAsync<TableEntity>(partition, key, cancellationToken: cancellation);
        var rotation = read.HasValue ? FromRow(read.Value!) : Rotation.Start;
        if (rotation.Drawn(effectKey) is { } drawn) return drawn;
        var (user, after) = take(rotation);
        var row = ToRow(partition, key, after);
        if (read.HasValue) await tables.Records.UpdateEntityAsync(row, read.Value!.ETag, TableUpdateMode.Replace, cancellation);
        else await tables.Records.AddEntityAsync(row, cancellation);
        return user;
    }

    private static TableEntity ToRow(string partition, string key, Rotation rotation)
    {
        var row = new TableEntity(partition, key) { [RowKey.SchemaColumn] = RowKey.Schema, ["Count"] = rotation.Count };
        JsonColumn.Write(row, "Recent", rotation.Recent, RecordsJson.Default.IReadOnlyListRotationDraw);
        JsonColumn.Write(row, "Given", rotation.Given, RecordsJson.Default.IReadOnlyDictionaryStringInt32);
        return row;
    }

    private static Rotation FromRow(TableEntity row) => new(
        row.GetInt64("Count") ?? throw new InvalidDataException($"Row {row.RowKey} lacks Count."),
        JsonColumn.Read(row, "Recent", RecordsJson.Default.IReadOnlyListRotationDraw) ?? [],
        JsonColumn.Read(row, "Given", RecordsJson.Default.IReadOnlyDictionaryStringInt32) ?? new Dictionary<string, int>());
}
