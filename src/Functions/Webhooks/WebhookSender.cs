using System.Net;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Cadenza.Functions.Delivery.Webhooks;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Webhooks.Storage;

namespace Cadenza.Functions.Webhooks;

/// <summary>
/// Delivers events. An attempt is claimed before it begins, so that two who are asked for the same delivery do not both make it;
/// one whose process died is made again when its claim has run out, with the same <c>webhook-id</c>. A receiver is sent a few at
/// a time, and a slow one holds up only those that share its turns.
/// </summary>
internal sealed class WebhookSender(
    WebhookStore webhooks, WebhookDeliveryStore deliveries, DueIndex<WebhookDueKey> due, WebhookClient client, WebhookOptions options, TimeProvider clock)
    : IDisposable
{
    /// <summary>The error of a delivery whose receiver does not want to be told any more.</summary>
    private const string Inactive = "webhook_inactive";

    private const string Gone = "gone";
    private const int MaxAttemptsKept = 50;
    private const int Turns = 16;
    private static readonly TimeSpan ClaimMargin = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, Turns).Select(_ => new SemaphoreSlim(AtOnce.Limit))];

    /// <summary>Makes those of the deliveries that are due. Repeating it makes none twice.</summary>
    public async Task DeliverAsync(WebhooksDue message, CancellationToken cancellation)
    {
        // Nothing is sent to a receiver that was removed, and its log goes with time.
        if (await webhooks.GetAsync(message.Key.Organization, message.Webhook, cancellation) is not { Webhook: var webhook }) return;
        var turn = _turns[(uint)message.Webhook.GetHashCode() % Turns];
        await AtOnce.DoAsync(message.Events, async id =>
        {
            await turn.WaitAsync(cancellation);
            try
            {
                await DeliverAsync(message.Key, webhook, id, cancellation);
            }
            finally
            {
                turn.Release();
            }
        });
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_turns, turn => turn.Dispose());

    private async Task DeliverAsync(WebhookKey key, Webhook webhook, string id, CancellationToken cancellation)
    {
        if (await deliveries.GetAsync(key, id, cancellation) is not { Delivery: { Status: WebhookDeliveryStatus.Pending } delivery } read) return;
        var now = clock.GetUtcNow();
        var free = delivery.ClaimedUntil ?? delivery.NextAttemptAt ?? now;
        if (free > now)
        {
            // Should whoever has it die, there is nobody else to see to it.
            await due.PutAsync(new Due<WebhookDueKey>(free, new(key, id)), cancellation);
            return;
        }

        if (await ClaimAsync(key, read, now, cancellation) is not { } claimed) return;
        await SettleAsync(key, claimed, await AttemptAsync(webhook, delivery, now, cancellation), cancellation);
    }

    private async Task<StoredWebhookDelivery?> ClaimAsync(WebhookKey key, StoredWebhookDelivery read, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            return await deliveries.UpdateAsync(key, read, read.Delivery with { ClaimedUntil = now + options.Timeout + ClaimMargin, NextAttemptAt = null }, cancellation);
        }
        catch (RequestFailedException error) when (error.IsStale() || error.IsMissing())
        {
            // Somebody else claimed it at this moment, and was asked for it too.
            return null;
        }
    }

    private async Task SettleAsync(WebhookKey key, StoredWebhookDelivery claimed, Result result, CancellationToken cancellation)
    {
        var delivery = claimed.Delivery with { Attempts = [.. claimed.Delivery.Attempts.TakeLast(MaxAttemptsKept - 1), result.Attempt], ClaimedUntil = null };
        var failures = delivery.Failures + 1;
        var retry = result.IsFinal ? null : WebhookRetries.After(failures, result.RetryAfter);
        var settled = (result.Attempt.Error, retry) switch
        {
            (null, _) => delivery with { Status = WebhookDeliveryStatus.Delivered },
            (_, null) => delivery with { Status = WebhookDeliveryStatus.Failed, Failures = failures },
            _ => delivery with { Failures = failures, NextAttemptAt = clock.GetUtcNow() + retry },
        };
        // Noted first: should this process die in between, the claim runs out and the attempt is made again instead of never.
        if (settled.NextAttemptAt is { } next) await due.PutAsync(new Due<WebhookDueKey>(next, new(key, delivery.Id)), cancellation);
        try
        {
            await deliveries.UpdateAsync(key, claimed, settled, cancellation);
        }
        catch (RequestFailedException error) when (error.IsMissing() || error.IsStale())
        {
            // The delivery has expired; or the attempt took longer than its claim, and somebody else makes another.
        }
    }

    private async Task<Result> AttemptAsync(Webhook webhook, WebhookDelivery delivery, DateTimeOffset now, CancellationToken cancellation)
    {
        if (webhook.ActiveSince is null) return new(new WebhookAttempt(now, null, Inactive, 0), IsFinal: true);
        if (!WebhookRequest.TryParseAddress(webhook.Url, out var address)) throw new InvalidDataException($"The address of {webhook} is none.");
        var body = Encoding.UTF8.GetBytes(delivery.Body);
        var began = clock.GetTimestamp();
        var outcome = await client.SendAsync(
            new WebhookRequest(HttpMethod.Post, address, delivery.Id, now)
            {
                Body = body,
                Secret = WebhookSecret.TryParse(webhook.Secret, out var secret) ? secret : WebhookSecret.OfText(webhook.Secret),
                Headers = [new("x-nexa-signature", SignatureOf(webhook.Secret, body))],
            },
            cancellation);
        var took = (int)clock.GetElapsedTime(began).TotalMilliseconds;
        return outcome switch
        {
            WebhookOutcome.Answered { IsSuccess: true } answer => new(new WebhookAttempt(now, (int)answer.Status, null, took)),
            WebhookOutcome.Answered { Status: HttpStatusCode.Gone } answer => new(new WebhookAttempt(now, (int)answer.Status, Gone, took), IsFinal: true),
            // Whatever else a receiver answers may be mended within days: a wrong route, a wrong key.
            WebhookOutcome.Answered answer => new(new WebhookAttempt(now, (int)answer.Status, WebhookCodes.Of(answer.Status), took), answer.RetryAfter),
            WebhookOutcome.Failed failure => new(new WebhookAttempt(now, null, failure.Code, took), IsFinal: !failure.IsTemporary),
            _ => throw new InvalidOperationException($"An outcome without a meaning: {outcome.GetType().Name}."),
        };
    }

    // As the vendor of document 001 signs: the body alone, with the whole text of the secret.
    private static string SignatureOf(string secret, byte[] body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));

    private sealed record Result(WebhookAttempt Attempt, TimeSpan? RetryAfter = null, bool IsFinal = false);
}
