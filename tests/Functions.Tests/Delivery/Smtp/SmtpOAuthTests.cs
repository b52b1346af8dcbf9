using Cadenza.Domain.Delivery;
using Cadenza.Functions.Delivery.Smtp;
using Cadenza.TestKit.Providers;
using Cadenza.TestKit.Smtp;

namespace Cadenza.Functions.Tests.Delivery.Smtp;

public sealed class SmtpOAuthTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new();
    private ProviderServer _tokens = null!;

    public async ValueTask InitializeAsync()
    {
        _tokens = await ProviderServer.StartAsync();
        _tokens.Answer = _ => new ProviderReply(200, """{"access_token":"t0ken","token_type":"Bearer","expires_in":3600}""");
    }

    public ValueTask DisposeAsync() => _tokens.DisposeAsync();

    [Fact]
    public async Task SendAsync_WithClientCredentials_AuthenticatesByXOAuth2AndKeepsTheToken()
    {
        await using var world = await StartAsync("t0ken");

        var mail = await world.ReceiveAsync(Mails.Plain());
        await world.SendAllAsync([.. Mails.Many(30)]);

        Assert.Equal(("sales@cadenza.example", "XOAUTH2"), (mail.User, mail.Mechanism));
        var request = Assert.Single(_tokens.Requests);
        Assert.Equal(("client_credentials", "app", "s3cret", "mail.send"), (request.Field("grant_type"), request.Field("client_id"), request.Field("client_secret"), request.Field("scope")));
    }

    [Fact]
    public async Task SendAsync_WithARefreshToken_AsksWithIt()
    {
        await using var world = await StartAsync("t0ken", options => options with { RefreshToken = "r3fresh", ClientSecret = null, Scope = null });

        await world.ReceiveAsync(Mails.Plain());

        var request = Assert.Single(_tokens.Requests);
        Assert.Equal(["grant_type", "client_id", "refresh_token"], request.Form.Select(field => field.Name));
        Assert.Equal("r3fresh", request.Field("refresh_token"));
    }

    [Fact]
    public async Task SendAsync_WhenTheTokenHasEnded_AsksForAnother()
    {
        await using var world = await StartAsync("t0ken", idle: TimeSpan.FromSeconds(1));
        await world.ReceiveAsync(Mails.Plain());
        _clock.Leap(TimeSpan.FromMinutes(59.5));
        await Eventually.True(async () => await world.Server.OpenConnectionsAsync() == 0, "the connection is closed");

        await world.ReceiveAsync(Mails.Plain());

        Assert.Equal(2, _tokens.Requests.Count);
    }

    [Fact]
    public async Task SendAsync_WhenTheServerRefusesTheToken_IsAnOutageAndTheNextTokenIsNew()
    {
        await using var world = await StartAsync("another");

        var first = Assert.IsType<DeliveryOutcome.TemporaryFailure>(await world.SendAsync(Mails.Plain()));
        _tokens.Answer = _ => new ProviderReply(200, """{"access_token":"another"}""");

        Assert.Equal((DeliveryCode.AuthenticationFailed, true), (first.Code, first.IsOutage));
        Assert.DoesNotContain("t0ken", first.Detail, StringComparison.Ordinal);
        await world.ReceiveAsync(Mails.Plain());
    }

    [Theory]
    [InlineData(401, """{"error":"invalid_client","error_description":"s3cret is wrong"}""")]
    [InlineData(200, """{"token":"t0ken"}""")]
    [InlineData(200, "<html>")]
    public async Task SendAsync_WhenThereIsNoToken_IsAnOutageThatSaysWhereAndNoSecret(int status, string answer)
    {
        _tokens.Answer = _ => new ProviderReply(status, answer);
        await using var world = await StartAsync("t0ken");

        var failure = Assert.IsType<DeliveryOutcome.TemporaryFailure>(await world.SendAsync(Mails.Plain()));

        Assert.Equal((DeliveryCode.AuthenticationFailed, true), (failure.Code, failure.IsOutage));
        Assert.Contains("http://127.0.0.1", failure.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure.Detail, StringComparison.Ordinal);
    }

    private Task<SmtpWorld> StartAsync(string accepted, Func<SmtpOAuthOptions, SmtpOAuthOptions>? change = null, TimeSpan? idle = null)
    {
        var oauth = new SmtpOAuthOptions(new Uri(_tokens.Address + "/token"), "app", "s3cret", null, "mail.send");
        return SmtpWorld.StartAsync(
            new SmtpServerOptions { Username = "sales@cadenza.example", AccessToken = accepted },
            options => options with { Username = "sales@cadenza.example", OAuth = change?.Invoke(oauth) ?? oauth, Idle = idle ?? options.Idle },
            _clock);
    }
}
