using System.Net;
using System.Net.Sockets;
using System.Text;
using Cadenza.Functions.Delivery.Webhooks;
using Cadenza.TestKit.Providers;

namespace Cadenza.Functions.Tests.Delivery.Webhooks;

/// <summary>D8: webhooks over real connections, to receivers of every kind and to addresses they must not reach.</summary>
public sealed class WebhookClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_IsSignedAndCarriesWhatWasAsked()
    {
        await using var server = await ProviderServer.StartAsync();
        server.Answer = _ => new ProviderReply(200, """{"ok":true}""");
        using var client = Trusting();
        Assert.True(WebhookSecret.TryParse("whsec_" + Convert.ToBase64String(new byte[24]), out var secret));
        var body = Encoding.UTF8.GetBytes("""{"a":1}""");
        var time = DateTimeOffset.UtcNow;

        var outcome = await client.SendAsync(
            new WebhookRequest(HttpMethod.Put, new Uri(server.Address + "/hook?x=1"), "msg_1", time)
            {
                Body = body,
                Secret = secret,
                Headers = [new("X-Team", "blue"), new("Content-Language", "en"), new("User-Agent", "mine/1")],
            },
            Cancellation);

        var answer = Assert.IsType<WebhookOutcome.Answered>(outcome);
        Assert.Equal((HttpStatusCode.OK, """{"ok":true}""", true), (answer.Status, answer.Body, answer.IsWhole));
        var seen = Assert.Single(server.Requests);
        Assert.Equal(("PUT", "/hook?x=1", """{"a":1}"""), (seen.Method, seen.Path, seen.Body));
        Assert.Equal("blue", seen.Headers["x-team"]);
        Assert.Equal("en", seen.Headers["content-language"]);
        Assert.Equal("mine/1", seen.Headers["user-agent"]);
        Assert.Equal("application/json", seen.Headers["content-type"]);
        Assert.Equal("msg_1", seen.Headers["webhook-id"]);
        var timestamp = DateTimeOffset.FromUnixTimeSeconds(long.Parse(seen.Headers["webhook-timestamp"], System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(secret.Verify(seen.Headers["webhook-signature"], "msg_1", timestamp, Encoding.UTF8.GetBytes(seen.Body), time));
    }

    [Fact]
    public async Task Send_WithoutASecretOrBody_HasNeither()
    {
        await using var server = await ProviderServer.StartAsync();
        using var client = Trusting();

        await client.SendAsync(new WebhookRequest(HttpMethod.Get, new Uri(server.Address), "msg_1", DateTimeOffset.UtcNow), Cancellation);

        var seen = Assert.Single(server.Requests);
        Assert.Equal("", seen.Body);
        Assert.False(seen.Headers.ContainsKey("webhook-signature"));
        Assert.False(seen.Headers.ContainsKey("content-type"));
        Assert.Equal("msg_1", seen.Headers["webhook-id"]);
    }

    [Theory]
    [InlineData(200, true, false)]
    [InlineData(204, true, false)]
    [InlineData(400, false, false)]
    [InlineData(404, false, false)]
    [InlineData(408, false, true)]
    [InlineData(429, false, true)]
    [InlineData(500, false, true)]
    [InlineData(503, false, true)]
    public async Task Send_TellsByTheStatusWhetherToTryAgain(int status, bool isSuccess, bool isTemporary)
    {
        var answer = Assert.IsType<WebhookOutcome.Answered>(await AnswerAsync(new ProviderReply(status, "") { RetryAfter = "17" }));

        Assert.Equal((isSuccess, isTemporary), (answer.IsSuccess, answer.IsTemporary));
        Assert.Equal(TimeSpan.FromSeconds(17), answer.RetryAfter);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Send_WhenRedirected_DoesNotFollow(int status)
    {
        await using var other = await ProviderServer.StartAsync();

        var answer = Assert.IsType<WebhookOutcome.Answered>(await AnswerAsync(new ProviderReply(status, "") { Location = other.Address + "/private" }));

        Assert.Equal(WebhookCodes.Redirected, WebhookCodes.Of(answer.Status));
        Assert.False(answer.IsSuccess || answer.IsTemporary);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task Send_WhenTheAnswerIsEndless_ReadsSixtyFourKilobytes()
    {
        var answer = Assert.IsType<WebhookOutcome.Answered>(await AnswerAsync(new ProviderReply(200, new string('x', 5_000_000), "text/plain")));

        Assert.Equal(64 * 1024, answer.Body.Length);
        Assert.False(answer.IsWhole);
    }

    [Fact]
    public async Task Send_WhenNobodyAnswers_EndsInTime() => Assert.Equal(
        (WebhookCodes.TimedOut, true), CodeOf(await AnswerAsync(ProviderReply.Silence, timeoutSeconds: 0.3)));

    [Fact]
    public async Task Send_WhenTheConnectionBreaks_IsTemporary()
    {
        Assert.Equal((WebhookCodes.ConnectionLost, true), CodeOf(await AnswerAsync(ProviderReply.Reset)));
        Assert.Equal((WebhookCodes.ConnectionLost, true), CodeOf(await AnswerAsync(new ProviderReply(200, "half") { Breaks = true })));
    }

    [Fact]
    public async Task Send_WhenNobodyListens_IsTemporary()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var client = Trusting();

        Assert.Equal((WebhookCodes.ConnectFailed, true), CodeOf(await SendAsync(client, $"http://127.0.0.1:{port}/")));
        Assert.Equal((WebhookCodes.ConnectFailed, true), CodeOf(await SendAsync(client, "http://nobody.invalid/")));
    }

    [Fact]
    public async Task Send_WhenTheConnectionCannotBeSecured_IsTemporary()
    {
        await using var server = await ProviderServer.StartAsync();
        using var client = Trusting();

        Assert.Equal(
            (WebhookCodes.SecurityFailed, true),
            CodeOf(await SendAsync(client, server.Address.Replace("http:", "https:", StringComparison.Ordinal))));
        Assert.Empty(server.Requests);
    }

    /// <summary>Every way to write the machine itself, and names that stand for it: nothing is connected to.</summary>
    [Theory]
    [InlineData("http://127.0.0.1:{port}/")]
    [InlineData("http://127.1:{port}/")]
    [InlineData("http://2130706433:{port}/")]
    [InlineData("http://0x7f000001:{port}/")]
    [InlineData("http://0177.0.0.1:{port}/")]
    [InlineData("http://0.0.0.0:{port}/")]
    [InlineData("http://localhost:{port}/")]
    [InlineData("http://LOCALHOST:{port}/")]
    [InlineData("http://[::1]:{port}/")]
    [InlineData("http://[::]:{port}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{port}/")]
    [InlineData("http://[::ffff:7f00:1]:{port}/")]
    [InlineData("http://[64:ff9b::7f00:1]:{port}/")]
    [InlineData("https://127.0.0.1:{port}/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://10.1.2.3/")]
    public async Task Send_ToAnAddressThatIsNotPublic_IsRefusedForGood(string address)
    {
        await using var server = await ProviderServer.StartAsync();
        using var client = new WebhookClient(new WebhookOptions(AllowPrivateAddresses: false, TimeSpan.FromSeconds(10)), TimeProvider.System);

        var outcome = await SendAsync(client, address.Replace("{port}", new Uri(server.Address).Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));

        Assert.Equal((WebhookCodes.AddressRefused, false), CodeOf(outcome));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Send_ToANameThatStandsForTheMachine_IsRefused()
    {
        await using var server = await ProviderServer.StartAsync();
        using var client = Resolving(PublicAddresses.Has, IPAddress.Loopback, IPAddress.Parse("10.0.0.1"), IPAddress.Parse("::ffff:127.0.0.1"));

        var outcome = await SendAsync(client, $"http://innocent.example:{new Uri(server.Address).Port}/");

        Assert.Equal((WebhookCodes.AddressRefused, false), CodeOf(outcome));
        Assert.Empty(server.Requests);
    }

    /// <summary>A name that answers differently the second time: it is asked once, and the connection goes to what was checked.</summary>
    [Fact]
    public async Task Send_AsksOnceWhatANameStandsFor_AndConnectsToThat()
    {
        await using var server = await ProviderServer.StartAsync();
        server.Answer = _ => new ProviderReply(200, "");
        var asked = 0;
        using var client = new WebhookClient(
            TimeSpan.FromSeconds(10),
            TimeProvider.System,
            address => address.Equals(IPAddress.Loopback),
            (_, _) => Task.FromResult<IPAddress[]>(Interlocked.Increment(ref asked) == 1 ? [IPAddress.Parse("127.0.0.2"), IPAddress.Loopback] : [IPAddress.Parse("127.0.0.2")]));

        var outcome = await SendAsync(client, $"http://rebinding.example:{new Uri(server.Address).Port}/");

        Assert.True(Assert.IsType<WebhookOutcome.Answered>(outcome).IsSuccess);
        Assert.Equal(1, asked);
        Assert.Equal($"rebinding.example:{new Uri(server.Address).Port}", Assert.Single(server.Requests).Headers["host"]);
    }

    [Fact]
    public async Task Send_WhenCanceled_SaysSoToItsCaller()
    {
        using var client = Trusting();
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            client.SendAsync(new WebhookRequest(HttpMethod.Get, new Uri("http://127.0.0.1:9/"), "msg_1", DateTimeOffset.UtcNow), canceled.Token));
    }

    [Theory]
    [InlineData("https://example.com/x", true)]
    [InlineData("http://example.com", true)]
    [InlineData("ftp://example.com/x", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("//example.com", false)]
    [InlineData("/x", false)]
    [InlineData("https://user:pass@example.com/", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void TryParseAddress_TakesHttpAndHttpsWithoutAUser(string? text, bool isOne) =>
        Assert.Equal(isOne, WebhookRequest.TryParseAddress(text, out _));

    [Theory]
    [InlineData("X-Team", "blue", true)]
    [InlineData("Authorization", "Bearer x", true)]
    [InlineData("Host", "example.com", false)]
    [InlineData("content-length", "1", false)]
    [InlineData("Webhook-Signature", "v1,x", false)]
    [InlineData("X Team", "x", false)]
    [InlineData("X:Team", "x", false)]
    [InlineData("", "x", false)]
    [InlineData("X-Team", "a\r\nHost: b", false)]
    [InlineData("X-Team", "ä", false)]
    public void Refusal_OfAHeaderThatIsNotTheUsers(string name, string value, bool isAllowed) =>
        Assert.Equal(isAllowed, WebhookHeaders.Refusal(name, value) is null);

    private static (string Code, bool IsTemporary) CodeOf(WebhookOutcome outcome)
    {
        var failed = Assert.IsType<WebhookOutcome.Failed>(outcome);
        Assert.DoesNotContain("127.0.0.1", failed.Message, StringComparison.Ordinal);
        return (failed.Code, failed.IsTemporary);
    }

    private static WebhookClient Trusting(double timeoutSeconds = 10) =>
        new(new WebhookOptions(AllowPrivateAddresses: true, TimeSpan.FromSeconds(timeoutSeconds)), TimeProvider.System);

    private static WebhookClient Resolving(Func<IPAddress, bool> isAllowed, params IPAddress[] addresses) =>
        new(TimeSpan.FromSeconds(10), TimeProvider.System, isAllowed, (_, _) => Task.FromResult(addresses));

    private static Task<WebhookOutcome> SendAsync(WebhookClient client, string address) =>
        client.SendAsync(new WebhookRequest(HttpMethod.Post, new Uri(address), "msg_1", DateTimeOffset.UtcNow) { Body = [123, 125] }, Cancellation);

    private static async Task<WebhookOutcome> AnswerAsync(ProviderReply reply, double timeoutSeconds = 10)
    {
        await using var server = await ProviderServer.StartAsync();
        server.Answer = _ => reply;
        using var client = Trusting(timeoutSeconds);
        return await SendAsync(client, server.Address);
    }
}
