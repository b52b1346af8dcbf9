using Azure.Data.Tables;

namespace Cadenza.LocalHost.Durable.Hub;

/// <summary>Rows of one orchestration that are to be stored together, and what depends on it.</summary>
/// <param name="Rows">
/// The rows. When there are more than fit one transaction the last ones go last: they make the others count.
/// </param>
/// <param name="Stored">Called once they are stored; must not throw.</param>
/// <param name="Refused">Called when they never will be, because the engine has stopped; must not throw.</param>
internal sealed record Commit(IReadOnlyList<TableTransactionAction> Rows, Action Stored, Action<Exception> Refused)
{
    /// <summary>About how many bytes the rows take on the wire.</summary>
    public int Size { get; } = Rows.Sum(SizeOf);

    /// <summary>About how many bytes a row takes on the wire.</summary>
    public static int SizeOf(TableTransactionAction row)
    {
        var size = 400;
        foreach (var (_, value) in (TableEntity)row.Entity)
        {
            size += 40 + value switch
            {
                string text => text.Length * 2,
                byte[] bytes => bytes.Length / 3 * 4,
                _ => 0,
            };
        }

        return size;
    }
}
