using Azure;
using Azure.Data.Tables;

namespace Cadenza.Functions.Platform.Tables;

/// <summary>
/// Writes without a version, for rows with nothing to lose: those that are nothing but their key, those that are never
/// changed once they are written, and those whose owner is gone so that nobody changes them any more. Whoever calls says
/// which of these it is, unless the row is only a key. Any other row is written by the version that was read.
/// </summary>
internal static class UnconditionalWrites
{
    /// <summary>Writes a row that is nothing but its key; writing it again changes nothing.</summary>
    public static Task NoteAsync(this TableClient table, string partition, string row, CancellationToken cancellation) =>
        table.UpsertEntityAsync(new TableEntity(partition, row) { [RowKey.SchemaColumn] = RowKey.Schema }, TableUpdateMode.Replace, cancellation);

    /// <summary>Deletes a row; one that is not there is no error, for an earlier attempt or somebody else deleted it.</summary>
    public static Task DropAsync(this TableClient table, string partition, string row, CancellationToken cancellation) =>
        // The client answers that a row is missing and does not throw.
        table.DeleteEntityAsync(partition, row, ETag.All, cancellation);
}
