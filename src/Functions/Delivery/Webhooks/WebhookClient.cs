using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Cadenza.Functions.Delivery.Webhooks;

/// <summary>
/// Sends webhooks to whatever address a user named (D8), and only to the public internet unless configured otherwise: a name is
/// resolved once, its addresses are checked, and the connection goes to one of those. Redirects are not followed, proxies not
/// used, cookies not kept; time and size of the answer are bounded. Nothing of a request or answer is logged.
/// </summary>
internal sealed class WebhookClient : IDisposable
{
    /// <summary>How much of an answer is read, in bytes.</summary>
    public const int MaxAnswer = 64 * 1024;

    private const string UserAgent = "Cadenza-Webhooks/1";

    private readonly HttpClient _http;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;

    /// <summary>A client as configured.</summary>
    public WebhookClient(WebhookOptions options, TimeProvider clock)
        : this(options.Timeout, clock, options.AllowPrivateAddresses ? _ => true : PublicAddresses.Has, Dns.GetHostAddressesAsync)
    {
    }

    /// <summary>A client for a test, with its own idea of which addresses are allowed and what names stand for.</summary>
    public WebhookClient(
        TimeSpan timeout, TimeProvider clock, Func<IPAddress, bool> isAllowed, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        _timeout = timeout;
        _clock = clock;
        var connector = new PublicAddressConnector(isAllowed, resolve);
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = connector.ConnectAsync,
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            MaxConnectionsPerServer = 20,
            MaxResponseHeadersLength = 32,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
            // What a name stands for is looked at again after this time at the latest.
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        })
        {
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Sends one; throws for nothing but its cancellation.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<WebhookOutcome> SendAsync(WebhookRequest request, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(_timeout);
        using var message = Write(request);
        var isAnswered = false;
        try
        {
            using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            isAnswered = true;
            var (body, isWhole) = await ReadAsync(response.Content, deadline.Token);
            return new WebhookOutcome.Answered(
                response.StatusCode, body, isWhole, response.Content.Headers.ContentType?.MediaType, RetryAfter(response));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception thrown) when (thrown is OperationCanceledException or HttpRequestException or IOException or SocketException)
        {
            return Classify(thrown, isAnswered);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Write(WebhookRequest request)
    {
        var message = new HttpRequestMessage(request.Method, request.Address);
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.ContentType = MediaTypeHeaderValue.TryParse(request.MediaType, out var type) ? type : null;
        }

        foreach (var (name, value) in request.Headers)
        {
            // The body's own headers (Content-Language) belong to it; without a body they are left out.
            if (!message.Headers.TryAddWithoutValidation(name, value)) message.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        if (message.Headers.UserAgent.Count == 0) message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        message.Headers.TryAddWithoutValidation("webhook-id", request.Id);
        message.Headers.TryAddWithoutValidation(
            "webhook-timestamp", request.Timestamp.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        if (request.Secret is { } secret)
            message.Headers.TryAddWithoutValidation("webhook-signature", secret.Sign(request.Id, request.Timestamp, request.Body));
        return message;
    }

    private static async Task<(string Body, bool IsWhole)> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[MaxAnswer + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        var isWhole = length <= MaxAnswer;
        return (Encoding.UTF8.GetString(buffer, 0, Math.Min(length, MaxAnswer)), isWhole);
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > _clock.GetUtcNow() ? date - _clock.GetUtcNow() : TimeSpan.Zero,
        _ => null,
    };

    private static WebhookOutcome.Failed Classify(Exception thrown, bool isAnswered)
    {
        for (var cause = thrown; cause is not null; cause = cause.InnerException)
            if (cause is AddressRefusedException)
                return new(WebhookCodes.AddressRefused, "The address is not one of the public internet.", IsTemporary: false);
        return thrown switch
        {
            OperationCanceledException => new(WebhookCodes.TimedOut, "The receiver did not answer in time.", IsTemporary: true),
            _ when isAnswered => new(WebhookCodes.ConnectionLost, "The connection broke before the answer was complete.", IsTemporary: true),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
                new(WebhookCodes.SecurityFailed, "The connection to the receiver could not be secured.", IsTemporary: true),
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } =>
                new(WebhookCodes.ConnectFailed, "The receiver's name was not found.", IsTemporary: true),
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } =>
                new(WebhookCodes.ConnectFailed, "The receiver was not reached.", IsTemporary: true),
            _ => new(WebhookCodes.ConnectionLost, "The connection broke before there was an answer.", IsTemporary: true),
        };
    }
}
