using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Cadenza.TestKit.Apps;

/// <summary>Talks to the app as a user's program would: JSON over HTTP, with the key.</summary>
public sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>A client of the app at an address.</summary>
    /// <param name="address">Where the app answers.</param>
    /// <param name="key">The bearer key to send, or null for none.</param>
    public ApiClient(Uri address, string? key)
    {
        _http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(1) };
        if (key is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>What GET answers; it must be a success.</summary>
    public async Task<JsonElement> GetAsync(string path) => (await SendAsync(HttpMethod.Get, path)).Success();

    /// <summary>What POST answers; it must be a success.</summary>
    public async Task<JsonElement> PostAsync(string path, object body) => (await SendAsync(HttpMethod.Post, path, body)).Success();

    /// <summary>What PUT answers; it must be a success.</summary>
    public async Task<JsonElement> PutAsync(string path, object? body = null) => (await SendAsync(HttpMethod.Put, path, body)).Success();

    /// <summary>The answer to any request, whatever it is.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Path and query, with a leading slash.</param>
    /// <param name="body">Written as JSON, names as they are; null sends no body.</param>
    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = JsonContent.Create(body, options: JsonSerializerOptions.Default);
        try
        {
            using var response = await _http.SendAsync(request);
            return new ApiAnswer($"{method} {path}", response.StatusCode, await response.Content.ReadAsStringAsync());
        }
        catch (Exception cutOff) when (cutOff is OperationCanceledException or ObjectDisposedException)
        {
            // Its time is over, or the app was started anew meanwhile, which takes this client away.
            throw new HttpRequestException($"{method} {path} was cut off.", cutOff);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
