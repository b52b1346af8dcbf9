using System.Net;
using System.Net.Sockets;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Values;
using Cadenza.TestKit.Providers;

namespace Cadenza.Functions.Tests.Delivery.Providers;

/// <summary>
/// What every provider may do that its documentation does not promise. A failure that certainly came before the message was
/// handed over is temporary; one after it leaves the message unknown; nothing throws.
/// </summary>
public sealed class ProviderFailureTests
{
    public static TheoryData<string> Channels => ["sms", "whatsapp", "call"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Send_WhenNobodyListens_IsTemporary(string channel)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var (delivery, message) = ProviderUnderTest.Of(channel, ProviderUnderTest.Options($"http://127.0.0.1:{port}"));
        using (delivery) Assert.Equal(DeliveryCode.ConnectFailed, Assert.IsType<DeliveryOutcome.TemporaryFailure>(await ProviderUnderTest.SendAsync(delivery, message)).Code);
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Send_WhenTheNameIsUnknown_IsTemporary(string channel)
    {
        var (delivery, message) = ProviderUnderTest.Of(channel, ProviderUnderTest.Options("http://provider.invalid"));
        using (delivery) Assert.IsType<DeliveryOutcome.TemporaryFailure>(await ProviderUnderTest.SendAsync(delivery, message));
    }

    /// <summary>A server without TLS where TLS is asked for: the handshake fails before the message is written.</summary>
    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Send_WhenTheConnectionCannotBeSecured_IsTemporary(string channel)
    {
        await using var server = await ProviderServer.StartAsync();
        var (delivery, message) = ProviderUnderTest.Of(channel, ProviderUnderTest.Options(server.Address.Replace("http:", "https:", StringComparison.Ordinal)));
        using (delivery) Assert.Equal(DeliveryCode.SecurityFailed, Assert.IsType<DeliveryOutcome.TemporaryFailure>(await ProviderUnderTest.SendAsync(delivery, message)).Code);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Send_WhenTheAnswerDoesNotCome_IsUnknown(string channel) => Assert.Equal(
        DeliveryCode.TimedOut,
        Assert.IsType<DeliveryOutcome.Unknown>(await ProviderUnderTest.OutcomeAsync(channel, ProviderReply.Silence, timeoutSeconds: 0.3)).Code);

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Send_WhenTheConnectionIsReset_IsUnknownAndNotRepeatedByTheClient(string channel)
    {
        await using var server = await ProviderServer.StartAsync();
        var (delivery, message) = ProviderUnderTest.Of(channel, ProviderUnderTest.Options(server.Address));
        using (delivery)
        {
            // The second goes over the connection that the first left open, where a client is tempted to try again by itself.
            server.Answer = DocumentedAnswers.Taken;
            await ProviderUnderTest.SendAsync(delivery, message);
            server.Answer = _ => ProviderReply.Reset;
            Assert.Equal(DeliveryCode.ConnectionLost, Assert.IsType<DeliveryOutcome.Unknown>(await ProviderUnderTest.SendAsync(delivery, message)).Code);
        }

        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Send_WhenTheAnswerBreaksOff_IsUnknown(string channel) => Assert.Equal(
        DeliveryCode.ConnectionLost,
        Assert.IsType<DeliveryOutcome.Unknown>(await ProviderUnderTest.OutcomeAsync(channel, new ProviderReply(201, """{"sid":"SM""") { Breaks = true })).Code);

    [Theory]
    [InlineData("sms", 201, "<html>Welcome</html>")]
    [InlineData("whatsapp", 200, "<html>Welcome</html>")]
    [InlineData("call", 201, "<html>Welcome</html>")]
    [InlineData("sms", 201, """{"sid":7}""")]
    [InlineData("whatsapp", 200, """{"messages":[]}""")]
    [InlineData("whatsapp", 200, """{"messages":[{"id":null}]}""")]
    [InlineData("call", 201, """[{"id":"x"}]""")]
    [InlineData("sms", 204, "")]
    public async Task Send_WhenASuccessNamesNoMessage_IsUnknown(string channel, int status, string body) => Assert.Equal(
        DeliveryCode.MalformedAnswer,
        Assert.IsType<DeliveryOutcome.Unknown>(await ProviderUnderTest.OutcomeAsync(channel, new ProviderReply(status, body))).Code);

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Send_WhenTheAnswerIsEndless_ReadsABoundedPartOfIt(string channel)
    {
        var endless = new string('x', 5_000_000);
        Assert.Equal(
            DeliveryCode.MalformedAnswer,
            Assert.IsType<DeliveryOutcome.Unknown>(await ProviderUnderTest.OutcomeAsync(channel, new ProviderReply(201, $$"""{"sid":"SM1","id":"1","x":"{{endless}}"}"""))).Code);
        Assert.IsType<DeliveryOutcome.PermanentFailure>(await ProviderUnderTest.OutcomeAsync(channel, new ProviderReply(400, endless)));
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Send_WhenTheAnswerIsDeeplyNested_IsNotRead(string channel)
    {
        var deep = """{"error":""" + new string('[', 5000) + new string(']', 5000) + "}";
        Assert.IsType<DeliveryOutcome.PermanentFailure>(await ProviderUnderTest.OutcomeAsync(channel, new ProviderReply(400, deep)));
    }

    /// <summary>A redirect would hand credentials and personal data to whoever it names.</summary>
    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Send_WhenRedirected_DoesNotFollow(string channel)
    {
        await using var other = await ProviderServer.StartAsync();
        var outcome = await ProviderUnderTest.OutcomeAsync(channel, new ProviderReply(307, "") { Location = other.Address + "/calls" });

        Assert.IsType<DeliveryOutcome.TemporaryFailure>(outcome);
        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData("sms", "7", 7)]
    [InlineData("whatsapp", "120", 120)]
    [InlineData("call", "0", 0)]
    [InlineData("call", "soon", null)]
    [InlineData("call", "99999999999999999999", null)]
    [InlineData("call", "-5", null)]
    [InlineData("call", "Thu, 01 Jan 1970 00:00:00 GMT", 0)]
    public async Task Send_WhenThereAreTooMany_WaitsAsLongAsAsked(string channel, string retryAfter, int? seconds)
    {
        var failure = Assert.IsType<DeliveryOutcome.TemporaryFailure>(
            await ProviderUnderTest.OutcomeAsync(channel, new ProviderReply(429, "") { RetryAfter = retryAfter }));

        Assert.Equal(DeliveryCode.RateLimited, failure.Code);
        Assert.Equal(seconds, (int?)failure.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task Send_WhenAskedToWaitForYears_IsTriedAgainWithinTheHour()
    {
        var failure = Assert.IsType<DeliveryOutcome.TemporaryFailure>(
            await ProviderUnderTest.OutcomeAsync("sms", new ProviderReply(429, "") { RetryAfter = "2000000000" }));

        Assert.Equal(RetrySchedule.Default.MaxRetryAfter, RetrySchedule.Default.DelayAfter(1, failure.RetryAfter));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    public async Task Send_WhenAnyProviderBreaks_IsUnknown(int status)
    {
        foreach (var channel in new[] { "sms", "whatsapp", "call" })
            Assert.IsType<DeliveryOutcome.Unknown>(await ProviderUnderTest.OutcomeAsync(channel, new ProviderReply(status, "oops")));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(408)]
    [InlineData(503)]
    public async Task Send_WhenAnyProviderDoesNotTakeItNow_IsTemporary(int status)
    {
        foreach (var channel in new[] { "sms", "whatsapp", "call" })
            Assert.IsType<DeliveryOutcome.TemporaryFailure>(await ProviderUnderTest.OutcomeAsync(channel, new ProviderReply(status, "")));
    }

    /// <summary>The rate bound: never more requests at once than configured, and all of them sent.</summary>
    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Send_WhenAWaveIsLarge_AsksWithBoundedConcurrency(string channel)
    {
        await using var server = await ProviderServer.StartAsync();
        server.Answer = DocumentedAnswers.Taken;
        server.BeforeAnswer = async () => await Task.Yield();
        var (delivery, _) = ProviderUnderTest.Of(channel, ProviderUnderTest.Options(server.Address, connections: 3));
        using (delivery)
        {
            var wave = Enumerable.Range(1, 60).Select(OutboundMessage (number) => channel switch
            {
                "sms" => Messages.Sms(number),
                "whatsapp" => Messages.WhatsApp(number),
                _ => Messages.Call(number),
            }).ToList();
            var outcomes = await delivery.SendAsync(wave, Cancellation);

            Assert.All(outcomes, outcome => Assert.IsType<DeliveryOutcome.Sent>(outcome));
            Assert.Equal(60, outcomes.Distinct().Count());
        }

        Assert.Equal(60, server.Requests.Count);
        Assert.InRange(server.Requests.Max(request => request.AtOnce), 1, 3);
    }

    [Fact]
    public async Task Send_WhenTheHostStops_FinishesWhatIsUnderWayAndStartsNoMore()
    {
        await using var server = await ProviderServer.StartAsync();
        using var stopping = new CancellationTokenSource();
        var release = new TaskCompletionSource();
        server.Answer = DocumentedAnswers.Taken;
        server.BeforeAnswer = () => release.Task;
        using var twilio = ProviderUnderTest.Twilio(ProviderUnderTest.Options(server.Address, connections: 2));

        var sending = twilio.SendAsync([.. Enumerable.Range(1, 10).Select(number => Messages.Sms(number))], stopping.Token);
        await Eventually.True(() => server.Requests.Count == 2, "two are under way");
        await stopping.CancelAsync();
        release.SetResult();
        var outcomes = await sending;

        Assert.Equal(2, outcomes.Count(outcome => outcome is DeliveryOutcome.Sent));
        Assert.Equal(8, outcomes.OfType<DeliveryOutcome.TemporaryFailure>().Count(failure => failure.Code == DeliveryCode.Stopped));
        Assert.Equal(2, server.Requests.Count);
    }

    /// <summary>Nothing that is stored or logged of a failure names a person.</summary>
    [Theory]
    [MemberData(nameof(Channels))]
    public async Task Send_WhenRefused_TellsNoNumberAndNoAddress(string channel)
    {
        var words = "+4930000001 ada@example.com";
        var outcome = await ProviderUnderTest.OutcomeAsync(
            channel, new ProviderReply(400, $$"""{"code":21211,"message":"{{words}}","error":{"code":100,"message":"{{words}}"} }"""));

        var detail = Assert.IsType<DeliveryOutcome.PermanentFailure>(outcome).Detail;
        Assert.DoesNotContain("4930000001", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("ada@example.com", detail, StringComparison.Ordinal);
    }
}
