using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Security;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Platform.Idempotency;

/// <summary>Decides who carries a request out: of all requests of one key, one at a time, until one has an answer (G5).</summary>
internal sealed class IdempotencyClaims(IdempotencyStore store, SigningKeys signing, TimeProvider clock, ILogger<IdempotencyClaims> log)
{
    /// <summary>How long an answer is kept.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>How long an attempt that gives no sign of life is left alone; after that a repeat takes it over.</summary>
    public static readonly TimeSpan Lock = TimeSpan.FromSeconds(30);

    // Losing a record to others again and again means that it is being carried out, whatever the reason.
    private const int MaxRaces = 20;

    // A repeat waits a little over a second for the attempt under way.
    private static readonly TimeSpan[] Waits = [.. new[] { 20, 40, 80, 160, 320, 640 }.Select(wait => TimeSpan.FromMilliseconds(wait))];

    /// <summary>Decides about a request.</summary>
    /// <param name="name">Its key.</param>
    /// <param name="content">The hash of the request.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<IdempotencyClaim> ClaimAsync(IdempotencyName name, RequestContent content, CancellationToken cancellation)
    {
        for (var (race, waited) = (1, 0); race <= MaxRaces; race++)
        {
            if (await TryBeginAsync(name, content, cancellation) is { } begun) return begun;
            if (await store.GetAsync(name.Organization, name.Row, cancellation) is not { } held) continue;
            if (await JudgeAsync(name, content, held, cancellation) is { } judged) return judged;
            if (held.Record.LockedUntil <= clock.GetUtcNow()) continue;
            if (waited == Waits.Length) break;
            await Task.Delay(Waits[waited++], clock, cancellation);
        }

        return new IdempotencyClaim.Refused(InProgress());
    }

    private async Task<IdempotencyClaim?> TryBeginAsync(IdempotencyName name, RequestContent content, CancellationToken cancellation)
    {
        var stored = await store.AddAsync(name.Organization, name.Row, New(name, content), cancellation);
        return stored is null ? null : Begin(name, stored, isRepeat: false);
    }

    // Null means that it is somebody else's at the moment.
    private async Task<IdempotencyClaim?> JudgeAsync(IdempotencyName name, RequestContent content, StoredIdempotency held, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var record = held.Record;
        if (record.ExpiresAt <= now)
        {
            var restarted = await store.RestartAsync(name.Organization, name.Row, held, New(name, content), cancellation);
            return restarted is null ? null : Begin(name, restarted, isRepeat: false);
        }

        if (record.IsDone) await content.ReadToEndAsync(cancellation);
        var said = Fingerprint(name, content);
        if (said is not null && record.Fingerprint is not null && said != record.Fingerprint) return new IdempotencyClaim.Refused(Reused());
        if (record.IsDone) return Replay(name, record);
        if (record.LockedUntil > now) return null;
        var taken = record with { LockedUntil = now + Lock, Fingerprint = record.Fingerprint ?? said };
        var stored = await store.UpdateAsync(name.Organization, name.Row, held, taken, cancellation);
        return stored is null ? null : Begin(name, stored, isRepeat: true);
    }

    private static IdempotencyClaim Replay(IdempotencyName name, IdempotencyRecord record) => record.Answer is { } answer
        ? new IdempotencyClaim.Replay(SealedAnswer.Open(answer, name.Secret))
        : new IdempotencyClaim.Refused(NotKept());

    private IdempotencyClaim.Mine Begin(IdempotencyName name, StoredIdempotency stored, bool isRepeat) =>
        new(new IdempotencyAttempt(store, signing, clock, log, name, stored, isRepeat));

    private IdempotencyRecord New(IdempotencyName name, RequestContent content)
    {
        var now = clock.GetUtcNow();
        return new IdempotencyRecord(Guid.CreateVersion7(now), Fingerprint(name, content), now + Lifetime, now + Lock, IsDone: false, Answer: null, Location: null);
    }

    private string? Fingerprint(IdempotencyName name, RequestContent content) =>
        content.Hash is { } hash ? name.Fingerprint(signing, hash) : null;

    private static Problem Reused() => Problem.Unprocessable(
        "idempotency_key_reused", "This Idempotency-Key came with another body before; use a new key for a new request.");

    private static Problem InProgress() => Problem.Conflict(
        "idempotency_in_progress", "A request with this Idempotency-Key is being carried out; repeat it in a moment.") with
    {
        RetryAfterSeconds = 1,
    };

    private static Problem NotKept() => Problem.Conflict(
        "idempotency_answer_not_kept", "The request with this Idempotency-Key was carried out; its answer was too large to be kept.");
}
