using Azure;
using Azure.Data.Tables;
using Cadenza.Functions.Http.Platform.Pipeline;

namespace Cadenza.Functions.Http.Platform.Health;

/// <summary>Asks storage for one row that is not there: the cheapest question it has to answer.</summary>
internal sealed class StorageProbe(TableServiceClient tables, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly TableClient _table = tables.GetTableClient("sequences");

    /// <summary>Whether storage answers in time.</summary>
    public async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            await _table.GetEntityIfExistsAsync<TableEntity>("health", "probe", cancellationToken: either.Token);
            return true;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return true;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception fault) when (StorageReach.IsOutOfReach(fault, out _))
        {
            return false;
        }
    }
}
