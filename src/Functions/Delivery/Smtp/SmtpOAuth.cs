using System.Text.Json;

namespace Cadenza.Functions.Delivery.Smtp;

/// <summary>Where access tokens for the mail server come from (RFC 6749).</summary>
/// <param name="TokenUrl"><c>Smtp__OAuth__TokenUrl</c>.</param>
/// <param name="ClientId"><c>Smtp__OAuth__ClientId</c>.</param>
/// <param name="ClientSecret"><c>Smtp__OAuth__ClientSecret</c>, or null.</param>
/// <param name="RefreshToken"><c>Smtp__OAuth__RefreshToken</c>: tokens are asked for with it; null is with the client's credentials.</param>
/// <param name="Scope"><c>Smtp__OAuth__Scope</c>, or null.</param>
internal sealed record SmtpOAuthOptions(Uri TokenUrl, string ClientId, string? ClientSecret, string? RefreshToken, string? Scope)
{
    /// <summary>Where, and nothing secret.</summary>
    public override string ToString() => TokenUrl.GetLeftPart(UriPartial.Authority);
}

/// <summary>No access token is to be had; the message says why and has no secret in it.</summary>
internal sealed class SmtpTokenException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Access tokens, each kept until shortly before it ends.</summary>
internal sealed class SmtpOAuth(SmtpOAuthOptions options, TimeProvider clock) : IDisposable
{
    private const int MaxAnswer = 64 * 1024;
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    // RFC 6749 recommends that answers say how long a token lasts and does not ask it of them.
    private const double AssumedSeconds = 300;

    private readonly SemaphoreSlim _gate = new(1);
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { MaxResponseContentBufferSize = MaxAnswer };
    private (string Value, DateTimeOffset Ends)? _token;

    /// <summary>A token that is good for a while.</summary>
    /// <exception cref="SmtpTokenException">There is none to be had.</exception>
    public async Task<string> TokenAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_token is { } known && known.Ends - Margin > clock.GetUtcNow()) return known.Value;
            var (value, seconds) = await AskAsync(cancellation);
            _token = (value, clock.GetUtcNow() + TimeSpan.FromSeconds(seconds));
            return value;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The mail server did not take the token: the next is asked for anew.</summary>
    public async Task ForgetAsync(string token, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        if (_token?.Value == token) _token = null;
        _gate.Release();
    }

    public void Dispose()
    {
        _http.Dispose();
        _gate.Dispose();
    }

    private async Task<(string Value, double Seconds)> AskAsync(CancellationToken cancellation)
    {
        var fields = new Dictionary<string, string> { ["grant_type"] = options.RefreshToken is null ? "client_credentials" : "refresh_token", ["client_id"] = options.ClientId };
        if (options.RefreshToken is not null) fields["refresh_token"] = options.RefreshToken;
        if (options.ClientSecret is not null) fields["client_secret"] = options.ClientSecret;
        if (options.Scope is not null) fields["scope"] = options.Scope;
        try
        {
            using var form = new FormUrlEncodedContent(fields);
            using var response = await _http.PostAsync(options.TokenUrl, form, cancellation);
            if (!response.IsSuccessStatusCode) throw new SmtpTokenException($"{options} answered {(int)response.StatusCode} instead of an access token.");
            using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellation));
            var root = answer.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("access_token", out var token) || token.ValueKind != JsonValueKind.String)
                throw new SmtpTokenException($"The answer of {options} has no access_token.");
            var seconds = root.TryGetProperty("expires_in", out var lasts) && lasts.ValueKind == JsonValueKind.Number ? lasts.GetDouble() : AssumedSeconds;
            return (token.GetString()!, Math.Clamp(seconds, 0, TimeSpan.FromDays(1).TotalSeconds));
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException)
        {
            throw new SmtpTokenException($"{options} gave no access token ({failure.GetType().Name}).", failure);
        }
    }
}
