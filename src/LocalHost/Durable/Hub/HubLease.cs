using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Durable.Hub;

/// <summary>
/// Keeps two processes from owning one task hub. The row names its owner's process, so that on one machine a dead
/// owner is known as dead at once; elsewhere it is believed alive until its lease ends. Always on the machine's own
/// clock, whatever clock the app runs on.
/// </summary>
internal sealed class HubLease(IHubStore store, string hubName, TimeSpan duration, ILogger log)
{
    private readonly LeaseOwner _owner = LeaseOwner.This();
    private ETag _version;

    /// <summary>What this owner writes into the fences.</summary>
    public string Token => _owner.Token;

    /// <summary>Becomes the owner.</summary>
    /// <exception cref="TaskHubInUseException">Another process is.</exception>
    public async Task AcquireAsync(CancellationToken cancellation)
    {
        string? watched = null;
        while (true)
        {
            var row = await store.GetAsync(HubKeys.LeasePartition, HubKeys.LeaseRow, cancellation).ConfigureAwait(false);
            if (row is null || IsOver(row))
            {
                if (await TryWriteAsync(row?.ETag, cancellation).ConfigureAwait(false)) return;
                continue;
            }

            var owner = LeaseOwner.Read(row);
            // On this machine we know that it lives. Elsewhere: a renewal while we wait proves it.
            if (owner.IsOnThisMachine || (watched is not null && watched != row.ETag.ToString()))
                throw new TaskHubInUseException(hubName, owner.ToString());
            watched = row.ETag.ToString();
            log.WaitingForLease(hubName, owner.ToString());
            await Task.Delay(duration / 20, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Renews until cancelled.</summary>
    /// <exception cref="TaskHubLostException">Another process has taken the task hub.</exception>
    public async Task KeepAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            await Task.Delay(duration / 4, cancellation).ConfigureAwait(false);
            try
            {
                if (await TryWriteAsync(_version, cancellation).ConfigureAwait(false)) continue;
                var row = await store.GetAsync(HubKeys.LeasePartition, HubKeys.LeaseRow, cancellation).ConfigureAwait(false);
                if (row is null || LeaseOwner.Read(row).Token != Token) throw new TaskHubLostException(hubName);
                _version = row.ETag;
            }
            catch (Exception failed) when (IsStorageFailure(failed))
            {
                // Not lost: until someone else writes the row it stays ours, and no write passes a fence meanwhile.
                log.LeaseNotRenewed(failed, hubName);
            }
        }
    }

    /// <summary>Gives the task hub back.</summary>
    public async Task ReleaseAsync(CancellationToken cancellation)
    {
        _owner.End();
        var row = new TableEntity(HubKeys.LeasePartition, HubKeys.LeaseRow);
        try
        {
            await store.TryWriteAsync([new(TableTransactionActionType.Delete, row, _version)], cancellation).ConfigureAwait(false);
        }
        catch (Exception failed) when (IsStorageFailure(failed))
        {
            // It ends by itself, and on this machine the next start sees that its owner is gone.
            log.LeaseNotReleased(failed, hubName);
        }
    }

    /// <summary>Stops being the owner as a crash would: the row stays.</summary>
    public void Abandon() => _owner.End();

    // When no attempt reaches the service, the clients throw all attempts' failures together.
    private static bool IsStorageFailure(Exception failed) => failed is RequestFailedException or AggregateException;

    private static bool IsOver(TableEntity row) =>
        LeaseOwner.Read(row).IsDead || row.GetDateTimeOffset("Expires") is not { } expires || expires < DateTimeOffset.UtcNow;

    private async Task<bool> TryWriteAsync(ETag? version, CancellationToken cancellation)
    {
        var row = new TableEntity(HubKeys.LeasePartition, HubKeys.LeaseRow) { ["Expires"] = DateTimeOffset.UtcNow + duration };
        _owner.Write(row);
        var action = version is { } known
            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, known)
            : new TableTransactionAction(TableTransactionActionType.Add, row);
        if (await store.TryWriteAsync([action], cancellation).ConfigureAwait(false) is not { } written) return false;
        _version = written;
        return true;
    }
}
