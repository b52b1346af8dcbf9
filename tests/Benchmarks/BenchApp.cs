using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Cadenza.Local;
using Cadenza.LocalHost.Hosting;

namespace Cadenza.Benchmarks;

/// <summary>The whole app in this process, so that its storage requests can be counted; spoken to over HTTP.</summary>
internal sealed class BenchApp : IAsyncDisposable
{
    /// <summary>The key that the app takes.</summary>
    public const string Key = "the-bootstrap-key-of-the-benchmarks";

    private readonly FunctionsHost _host;

    private BenchApp(FunctionsHost host, HttpClient client)
    {
        _host = host;
        Client = client;
    }

    /// <summary>Sends the key with every request.</summary>
    public HttpClient Client { get; }

    /// <summary>The app's services.</summary>
    public IServiceProvider Services => _host.Services!;

    /// <summary>Starts the app on a storage, with a delivery that takes every message and does nothing unless settings say otherwise.</summary>
    /// <param name="storage">The storage connection.</param>
    /// <param name="settings">Further command line arguments.</param>
    public static async Task<BenchApp> StartAsync(string storage, params string[] settings)
    {
        var host = await LocalApplication.StartAsync(
        [
            "--port=0",
            $"--AzureWebJobsStorage={storage}",
            $"--Cadenza:BootstrapKey={Key}",
            "--RateLimit:RequestsPerMinute=0",
            "--Delivery:Email=null",
            "--Logging:LogLevel:Default=Warning",
            .. settings,
        ]);
        var client = new HttpClient { BaseAddress = host.Address, Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        return new BenchApp(host, client);
    }

    /// <summary>Creates a one-off sequence of e-mail steps and gives its id.</summary>
    /// <param name="client">Sends the key.</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="delayInMinutes">The delay before each.</param>
    /// <param name="filter">Whom it is for; null is everyone.</param>
    public static async Task<string> CreateSequenceAsync(HttpClient client, int steps, double delayInMinutes, object? filter = null)
    {
        var body = new { name = "Bench", is_continuous = false, filter, steps = Enumerable.Repeat(Step(delayInMinutes), steps) };
        using var response = await client.PostAsJsonAsync("/sequences", body);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    /// <summary>An e-mail step on the wire.</summary>
    public static object Step(double delayInMinutes) => new
    {
        action = new
        {
            type = "send_emails",
            data = new
            {
                from_email = "bench@example.com",
                email_subject = "Hello {{contact.name | default: \"there\"}}",
                email_body = "Dear {{contact.name | default: \"friend\"}}, this is a benchmark.",
                email_sender_name = "Bench",
                email_is_transactional = false,
            },
        },
        delay_in_minutes = delayInMinutes,
    };

    /// <summary>The sequence as the app answers it.</summary>
    public static async Task<JsonElement> GetSequenceAsync(HttpClient client, string id) =>
        await client.GetFromJsonAsync<JsonElement>($"/sequences/{id}");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync();
    }
}
