using Cadenza.Functions.Platform.Observability;
using Cadenza.Functions.Platform.Security;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Platform.Idempotency;

/// <summary>
/// One attempt to carry a request out. While it lasts its lock is renewed; at its end exactly one of
/// <see cref="CompleteAsync"/>, <see cref="ReleaseAsync"/> and <see cref="WithdrawAsync"/> is called. When the process dies
/// none is, and the next repeat takes over when the lock has run out.
/// </summary>
internal sealed class IdempotencyAttempt : IAsyncDisposable
{
    private static readonly TimeSpan RenewedEvery = IdempotencyClaims.Lock / 3;

    private readonly IdempotencyStore _store;
    private readonly SigningKeys _signing;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly IdempotencyName _name;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _renewing;
    private StoredIdempotency _stored;

    /// <summary>Begins an attempt whose record is stored.</summary>
    public IdempotencyAttempt(
        IdempotencyStore store, SigningKeys signing, TimeProvider clock, ILogger log, IdempotencyName name, StoredIdempotency stored, bool isRepeat)
    {
        (_store, _signing, _clock, _log, _name, _stored) = (store, signing, clock, log, name, stored);
        Seed = new RequestSeed(stored.Record.Seed, isRepeat);
        _renewing = RenewAsync();
    }

    /// <summary>Where its ids come from.</summary>
    public RequestSeed Seed { get; }

    /// <summary>It is done: keeps the answer, or that there was one.</summary>
    /// <param name="content">What the request says, read to its end.</param>
    /// <param name="answer">The answer; null when it was too large to keep.</param>
    /// <param name="cancellation">Gives up reading the rest of the body; what is read is stored whatever happens.</param>
    public async Task CompleteAsync(RequestContent content, KeptAnswer? answer, CancellationToken cancellation)
    {
        var hash = await content.ReadToEndAsync(cancellation);
        await StopRenewingAsync();
        var record = _stored.Record with
        {
            Fingerprint = _name.Fingerprint(_signing, hash),
            IsDone = true,
            Answer = answer is null ? null : SealedAnswer.Seal(answer, _name.Secret),
            Location = answer is not null && answer.Headers.TryGetValue("Location", out var location) ? IdempotencyStore.LocationName(location.ToString()) : null,
        };
        await StoreAsync(record);
    }

    /// <summary>It failed and may have had effects: the next repeat may try at once, with the same ids.</summary>
    public async Task ReleaseAsync()
    {
        await StopRenewingAsync();
        await StoreAsync(_stored.Record with { LockedUntil = _clock.GetUtcNow() });
    }

    /// <summary>It was refused before it could have effects: the key is free again, for another body too.</summary>
    public async Task WithdrawAsync()
    {
        if (Seed.IsRepeat)
        {
            await ReleaseAsync();
            return;
        }

        await StopRenewingAsync();
        await GuardedAsync(() => _store.RemoveAsync(_name.Organization, _name.Row, _stored, CancellationToken.None));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopRenewingAsync();
        _end.Dispose();
    }

    private Task StoreAsync(IdempotencyRecord record) => GuardedAsync(async () =>
    {
        if (await _store.UpdateAsync(_name.Organization, _name.Row, _stored, record, CancellationToken.None) is null) _log.IdempotencyTakenOver();
    });

    // The request itself is done or has failed by now, and its client is told that; what is lost here is that a repeat is
    // carried out again, with the same ids, instead of being answered.
    private async Task GuardedAsync(Func<Task> store)
    {
        try
        {
            await store();
        }
        catch (Exception fault) when (Http.Pipeline.StorageReach.IsOutOfReach(fault, out var reason))
        {
            _log.IdempotencyNotStored(reason);
        }
    }

    private async Task RenewAsync()
    {
        using var timer = new PeriodicTimer(RenewedEvery, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token)) await RenewOnceAsync();
        }
        catch (OperationCanceledException)
        {
            // The attempt has ended.
        }
    }

    private Task RenewOnceAsync() => GuardedAsync(async () =>
    {
        var renewed = _stored.Record with { LockedUntil = _clock.GetUtcNow() + IdempotencyClaims.Lock };
        if (await _store.UpdateAsync(_name.Organization, _name.Row, _stored, renewed, CancellationToken.None) is { } stored) _stored = stored;
        else await _end.CancelAsync();
    });

    private async Task StopRenewingAsync()
    {
        if (_renewing.IsCompleted) return;
        await _end.CancelAsync();
        await _renewing;
    }
}
