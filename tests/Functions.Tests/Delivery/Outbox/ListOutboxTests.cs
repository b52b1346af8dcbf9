using System.Net;
using System.Net.Http.Json;
using Cadenza.Domain.Values;
using Cadenza.Functions.Delivery;

namespace Cadenza.Functions.Tests.Delivery.Outbox;

public sealed class ListOutboxTests : IAsyncLifetime
{
    private readonly AppFixture _app = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Get_WhenNothingWasSent_IsEmpty()
    {
        var page = await _app.Client.GetFromJsonAsync<JsonElement>("/outbox", Cancellation);

        Assert.Equal("""{"data":[],"next_cursor":null}""", page.GetRawText());
    }

    [Fact]
    public async Task Get_PagesThroughTheOrganizationsMessagesNewestFirst()
    {
        var delivery = _app.Services.GetRequiredService<Deliveries>().For(Channel.Email);
        await delivery.SendAsync([Mails.Plain(100, "another")], Cancellation);
        await delivery.SendAsync([.. Enumerable.Range(1, 5).Select(number => Mails.Plain(number, "default"))], Cancellation);

        var recipients = new List<string?>();
        var path = "/outbox?limit=2";
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await _app.Client.GetFromJsonAsync<JsonElement>(path + cursor, Cancellation);
            recipients.AddRange(page.GetProperty("data").EnumerateArray().Select(message => message.GetProperty("to").GetString()));
            cursor = page.GetProperty("next_cursor").GetString() is { } next ? $"&cursor={next}" : null;
        }

        Assert.Equal(Enumerable.Range(1, 5).Reverse().Select(number => $"contact{number}@example.com"), recipients);
    }

    [Fact]
    public async Task Get_ShowsTheWholeMessage()
    {
        var sent = Mails.Plain(1, "default") with { IsHtml = true, Body = "<p>Grüße</p>" };
        await _app.Services.GetRequiredService<Deliveries>().For(Channel.Email).SendAsync([sent], Cancellation);

        var page = await _app.Client.GetFromJsonAsync<JsonElement>("/outbox", Cancellation);

        var message = Assert.Single(page.GetProperty("data").EnumerateArray());
        (string Name, string Value)[] texts =
        [
            ("to", sent.To), ("from", sent.From), ("sender_name", sent.SenderName), ("subject", sent.Subject),
            ("body", sent.Body), ("key", sent.IdempotencyKey),
        ];
        Assert.All(texts, text => Assert.Equal(text.Value, message.GetProperty(text.Name).GetString()));
        Assert.True(message.GetProperty("is_html").GetBoolean());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", message.GetProperty("created_at").GetString());
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=101")]
    [InlineData("?cursor=bm90aGluZw")]
    public async Task Get_WhenParametersAreWrong_Refuses(string query)
    {
        using var response = await _app.Client.GetAsync($"/outbox{query}", Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Get_WithoutAKey_IsRefused()
    {
        using var response = await _app.Stranger.GetAsync("/outbox", Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }
}
