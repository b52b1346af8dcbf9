using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Cadenza.Demo;

/// <summary>The few requests that the demo makes.</summary>
internal sealed class CadenzaClient : IDisposable
{
    private readonly HttpClient _http;

    public CadenzaClient(Uri address, string key)
    {
        _http = new HttpClient { BaseAddress = address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public Uri Address => _http.BaseAddress!;

    /// <summary>Creates a contact; one that exists from an earlier demo is as good.</summary>
    public async Task CreateContactAsync(object contact)
    {
        using var response = await _http.PostAsJsonAsync("/contacts", contact);
        if (response.StatusCode != HttpStatusCode.Conflict) await ReadAsync(response);
    }

    /// <summary>Creates a sequence; its id.</summary>
    public async Task<string> CreateSequenceAsync(object sequence)
    {
        using var response = await _http.PostAsJsonAsync("/sequences", sequence);
        return (await ReadAsync(response)).GetProperty("id").GetString()!;
    }

    public async Task StartSequenceAsync(string id)
    {
        using var response = await _http.PutAsync($"/sequences/{id}/start", null);
        await ReadAsync(response);
    }

    public async Task<SequenceProgress> GetSequenceAsync(string id)
    {
        using var response = await _http.GetAsync($"/sequences/{id}");
        return SequenceProgress.Of(await ReadAsync(response));
    }

    /// <summary>The newest mail of the outbox, or null when mails go elsewhere.</summary>
    public async Task<(string To, string Subject, string Body)?> NewestMailAsync()
    {
        using var response = await _http.GetAsync("/outbox?limit=1");
        var mails = (await ReadAsync(response)).GetProperty("data");
        if (mails.GetArrayLength() == 0) return null;
        string Text(string name) => mails[0].GetProperty(name).GetString()!;
        return (Text("to"), Text("subject"), Text("body"));
    }

    public void Dispose() => _http.Dispose();

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri!.AbsolutePath} was answered {(int)response.StatusCode}: {body}");
        return JsonSerializer.Deserialize<JsonElement>(body);
    }
}
