using Cadenza.Domain.Delivery;
using Cadenza.TestKit.Smtp;

namespace Cadenza.Functions.Tests.Delivery.Smtp;

/// <summary>B5, B6: what a mail server's answer means for a message, and for those behind it. The reason keeps the codes.</summary>
public sealed class SmtpAnswersTests : IAsyncLifetime
{
    private SmtpWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await SmtpWorld.StartAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData(550, "5.1.1 No such user", "final smtp_550_5.1.1")]
    [InlineData(550, "No such user", "final smtp_550")]
    [InlineData(553, "5.1.3 Bad address", "final smtp_553_5.1.3")]
    [InlineData(450, "4.2.0 Greylisted", "retried smtp_450_4.2.0")]
    [InlineData(421, "Come again", "retried smtp_421")]
    [InlineData(452, "4.2.2 Mailbox full", "retried smtp_452_4.2.2")]
    [InlineData(550, "4.7.1 Not yet", "retried smtp_550_4.7.1")] // the enhanced code says for how long
    [InlineData(450, "5.1.1 Never", "final smtp_450_5.1.1")]
    [InlineData(550, "5.7.1 Not by you", "final smtp_550_5.7.1")]
    [InlineData(550, "5.7.26 Your domain has no SPF", "outage smtp_550_5.7.26")] // any mail of this sender would meet it
    [InlineData(553, "5.1.8 Sender domain does not exist", "outage smtp_553_5.1.8")]
    [InlineData(452, "4.3.1 Disk full", "outage smtp_452_4.3.1")]
    [InlineData(550, "5.7.8 Log in", "outage authentication_failed")]
    [InlineData(530, "Log in", "outage authentication_failed")]
    [InlineData(550, "5.1.1000 is no code", "final smtp_550")]
    public async Task SendAsync_WhenTheRecipientIsRefused_TheCodesDecide(int status, string text, string outcome)
    {
        await _world.Server.ConfigureAsync(new SmtpBehavior { Reject = [new RejectedRecipient("^contact1@", status, text)] });

        var outcomes = await _world.SendAllAsync(Mails.Plain(1), Mails.Plain(2));

        Assert.Equal(outcome, Describe(outcomes[0]));
        Assert.IsType<DeliveryOutcome.Sent>(outcomes[1]);
    }

    [Theory]
    [InlineData(554, "5.6.0 Content refused", "final smtp_554_5.6.0")]
    [InlineData(554, "No", "final smtp_554")]
    [InlineData(552, "5.2.3 Too long for this mailbox", "final smtp_552_5.2.3")]
    [InlineData(451, "No", "outage smtp_451")]
    [InlineData(451, "4.3.0 Try again", "outage smtp_451_4.3.0")]
    [InlineData(452, "4.2.2 Mailbox full", "retried smtp_452_4.2.2")]
    [InlineData(550, "5.7.26 Not signed", "outage smtp_550_5.7.26")]
    public async Task SendAsync_WhenTheWholeMailIsRefused_TheCodesDecide(int status, string text, string outcome)
    {
        await _world.Server.ConfigureAsync(new SmtpBehavior { RefuseData = new SmtpRefusal(status, text) });

        Assert.Equal(outcome, Describe(await _world.SendAsync(Mails.Plain())));
    }

    [Theory]
    [InlineData(550, "5.7.1 Sender refused", "outage smtp_550_5.7.1")]
    [InlineData(451, "Later", "outage smtp_451")]
    [InlineData(535, "5.7.8 Log in", "outage authentication_failed")]
    [InlineData(552, "5.3.4 Too big", "final smtp_552_5.3.4")] // MAIL names the size
    public async Task SendAsync_WhenTheSenderIsRefused_ItIsAnOutageButForTheSize(int status, string text, string outcome)
    {
        await _world.Server.ConfigureAsync(new SmtpBehavior { RefuseSender = new SmtpRefusal(status, text) });

        Assert.Equal(outcome, Describe(await _world.SendAsync(Mails.Plain())));
    }

    [Fact]
    public async Task SendAsync_WhenTheServerNamesTheRecipient_TheDetailDoesNot()
    {
        await _world.Server.ConfigureAsync(new SmtpBehavior { Reject = [new RejectedRecipient("^contact1@", 550)] });

        var words = (await _world.SendAsync(Mails.Plain(1))).ToString();

        Assert.DoesNotContain("contact1", words, StringComparison.Ordinal);
        Assert.Contains("550 Refused [address]", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_AfterARefusal_TheConnectionIsUsedAgain()
    {
        await _world.Server.ConfigureAsync(new SmtpBehavior { Reject = [new RejectedRecipient("^contact1@", 550)] });
        for (var time = 0; time < 5; time++) await _world.SendAsync(Mails.Plain(1));

        Assert.Equal(1, (await _world.ReceiveAsync(Mails.Plain(2))).ConnectionsMade);
    }

    private static string Describe(DeliveryOutcome outcome) => outcome switch
    {
        DeliveryOutcome.TemporaryFailure { IsOutage: true } failure => "outage " + failure.Code,
        DeliveryOutcome.TemporaryFailure failure => "retried " + failure.Code,
        DeliveryOutcome.PermanentFailure failure => "final " + failure.Code,
        _ => outcome.ToString(),
    };
}
