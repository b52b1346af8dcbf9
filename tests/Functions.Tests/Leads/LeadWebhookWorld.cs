using System.Globalization;
using Cadenza.Functions.Webhooks.Storage;
using Cadenza.LocalHost.Durable;
using Cadenza.TestKit.Providers;

namespace Cadenza.Functions.Tests.Leads;

/// <summary>An app with a clock that only the test moves, and somebody who wants to be told of leads.</summary>
internal sealed class LeadWebhookWorld : IAsyncDisposable
{
    private LeadWebhookWorld(AppFixture app, ProviderServer receiver, LeadApi api) => (App, Receiver, Api) = (app, receiver, api);

    public AppFixture App { get; }

    public ManualTimeProvider Clock => App.Clock!;

    /// <summary>Who is told.</summary>
    public ProviderServer Receiver { get; }

    public LeadApi Api { get; }

    public DurableEngine Engine => App.Engine;

    public WebhookDeliveryStore Deliveries => App.Services.GetRequiredService<WebhookDeliveryStore>();

    public static Task<LeadWebhookWorld> CreateAsync(bool mayReachPrivateAddresses = true) => CreateAsync(new AppFixture
    {
        Clock = new ManualTimeProvider(),
        Settings = [("Cadenza__Webhooks__AllowPrivateAddresses", mayReachPrivateAddresses ? "true" : "false")],
    });

    /// <summary>The same on a real Azurite.</summary>
    public static Task<LeadWebhookWorld> OnAzuriteAsync() =>
        CreateAsync(new AzuriteAppFixture { Clock = new ManualTimeProvider(), Settings = [("Cadenza__Webhooks__AllowPrivateAddresses", "true")] });

    private static async Task<LeadWebhookWorld> CreateAsync(AppFixture app)
    {
        await app.OrSkip().InitializeAsync();
        var receiver = await ProviderServer.StartAsync();
        receiver.Answer = static _ => new ProviderReply(200, "");
        return new LeadWebhookWorld(app, receiver, await LeadApi.CreateAsync(app));
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await App.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    /// <summary>A webhook that goes to the receiver: its id and what creating it answered.</summary>
    public async Task<(Guid Id, JsonElement Answer)> SubscribeAsync(string events = """["lead.enrolled","lead.step","lead.completed"]""", string more = "")
    {
        var answer = await Api.OkAsync("POST", "/v1/user-webhooks", $$"""{"url":"{{Receiver.Address}}/hook","events":{{events}}{{more}}}""", 201);
        return (answer.GetProperty("id").GetGuid(), answer);
    }

    /// <summary>A workflow that is active and ends at once: a lead that enters it is won.</summary>
    public async Task<string> WinningAsync()
    {
        var path = await Api.DraftAsync();
        await Api.NodeAsync(path, "CONVERTED", "{}", "Won");
        await Api.OkAsync("POST", $"{path}/activate");
        return path;
    }

    /// <summary>Enrolls numbers from one on.</summary>
    public Task AddAsync(string path, int from, int count) => Api.OkAsync(
        "POST",
        $"{path}/leads",
        "[" + string.Join(',', Enumerable.Range(from, count).Select(number => string.Create(CultureInfo.InvariantCulture, $$"""{"phone_number":"+1415{{number:D7}}","name":"Lead {{number}}"}"""))) + "]",
        201);

    /// <summary>Waits until so many requests came, and until nothing more is about to.</summary>
    public async Task<List<ProviderRequestSeen>> ToldAsync(int count)
    {
        await UntilAsync(() => Task.FromResult(Receiver.Requests.Count >= count), () => $"{count} requests came; {Receiver.Requests.Count} did");
        await Engine.IdleAsync();
        return [.. Receiver.Requests];
    }

    /// <summary>The log of a webhook.</summary>
    public async Task<List<JsonElement>> LogAsync(Guid webhook, string query = "") =>
        [.. (await Api.OkAsync("GET", $"/v1/user-webhooks/{webhook}/deliveries?limit=100{query}")).GetProperty("data").EnumerateArray()];

    /// <summary>Waits until the only delivery of a webhook is as a test wants it.</summary>
    public async Task<JsonElement> LoggedAsync(Guid webhook, Func<JsonElement, bool> isSo)
    {
        JsonElement? found = null;
        await UntilAsync(
            async () =>
            {
                found = (await LogAsync(webhook)) is [var only] ? only : null;
                return found is { } delivery && isSo(delivery);
            },
            () => $"the delivery is so; it is {found}");
        return found!.Value;
    }

    /// <summary>Polls while the clock goes on a second each time, so that the sweep comes.</summary>
    public Task UntilAsync(Func<Task<bool>> condition, Func<string> what) => Eventually.True(
        () =>
        {
            Clock.Leap(TimeSpan.FromSeconds(1));
            return condition();
        },
        what);
}
