using System.Diagnostics;
using System.Net.Http.Headers;
using Cadenza.Domain.Delivery;

namespace Cadenza.Functions.Delivery.Providers;

/// <summary>What came of a request: an answer, or the outcome of a message to which there was none.</summary>
internal sealed record ProviderResult(ProviderAnswer? Answer, DeliveryOutcome? Failure);

/// <summary>
/// Posts to one provider and asks it, over bounded connections, within a bounded time and reading a bounded answer.
/// Redirects are not followed, cookies not kept, and nothing of a request is logged: it has credentials and personal data in it.
/// </summary>
internal sealed class ProviderClient : IDisposable
{
    /// <summary>The longest answer that is read, in bytes.</summary>
    public const int MaxAnswer = 64 * 1024;

    private static readonly TimeSpan MaxConnectTime = TimeSpan.FromSeconds(10);

    // A connection that the provider has closed looks usable until something is sent on it, and then the message's fate is
    // unknown: so none is used again that was idle for longer than providers keep theirs.
    private static readonly TimeSpan MaxIdle = TimeSpan.FromSeconds(4);

    private readonly ProviderOptions _options;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;

    /// <summary>A client of the provider at <paramref name="options"/>.</summary>
    public ProviderClient(ProviderOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        var handler = new SocketsHttpHandler
        {
            MaxConnectionsPerServer = options.Connections,
            ConnectTimeout = options.Timeout < MaxConnectTime ? options.Timeout : MaxConnectTime,
            PooledConnectionIdleTimeout = MaxIdle,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxResponseHeadersLength = 32,
            AllowAutoRedirect = false,
            UseCookies = false,
            // Providers have no part in our traces.
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        };
        // Each request has a time of its own, which covers the body of the answer too.
        _http = new HttpClient(handler) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
    }

    /// <summary>Posts once; never throws.</summary>
    public async Task<ProviderResult> PostAsync(ProviderRequest request)
    {
        using var content = new TrackedContent(request.Body, request.MediaType);
        using var message = new HttpRequestMessage(HttpMethod.Post, request.Address) { Content = content };
        message.Headers.Authorization = request.Authorization;
        if (request.IdempotencyKey is { } key) message.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await SendAsync(message, () => content.WasRead);
    }

    /// <summary>Asks once for what is at an address; null when there is no answer. Never throws.</summary>
    public async Task<ProviderAnswer?> GetAsync(Uri address, AuthenticationHeaderValue? authorization)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, address);
        message.Headers.Authorization = authorization;
        return (await SendAsync(message, () => false)).Answer;
    }

    private async Task<ProviderResult> SendAsync(HttpRequestMessage message, Func<bool> mayBeSent)
    {
        using var deadline = new CancellationTokenSource(_options.Timeout);
        message.Headers.Accept.ParseAdd("application/json");
        try
        {
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            var body = await ReadAsync(response.Content, deadline.Token);
            return new ProviderResult(new ProviderAnswer(response.StatusCode, RetryAfter(response), body), null);
        }
        catch (Exception thrown)
        {
            // Whatever the client throws has to become an outcome, or the ledger would never hear of the message.
            return new ProviderResult(null, ProviderFailure.Classify(thrown, mayBeSent(), deadline.IsCancellationRequested));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static async Task<byte[]?> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[4096];
        using var body = new MemoryStream();
        for (int count; (count = await stream.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (body.Length + count > MaxAnswer) return null;
            body.Write(buffer, 0, count);
        }

        return body.ToArray();
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > _clock.GetUtcNow() ? date - _clock.GetUtcNow() : TimeSpan.Zero,
        _ => null,
    };
}
