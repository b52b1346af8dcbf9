using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Sequences;
using Cadenza.Domain.Tests.Contacts;
using Cadenza.Domain.Tests.Sequences;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Tests.Delivery;

/// <summary>B9: who is not messaged, judged at the moment of sending.</summary>
public sealed class SendGateTests
{
    [Theory]
    [InlineData(SequenceStatus.Pending, false)]
    [InlineData(SequenceStatus.Active, true)]
    [InlineData(SequenceStatus.Paused, false)]
    [InlineData(SequenceStatus.Complete, false)]
    [InlineData(SequenceStatus.Canceled, false)]
    public void IsOpen_WhenTheSequenceStandsThere_IsSoOnlyWhileActive(SequenceStatus status, bool open) =>
        Assert.Equal(open, SendGate.IsOpen(Given.Sequence(status), Guid.Empty));

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Decide_WhenNothingStandsAgainstIt_SendsToTheAddressAsStoredNow(bool unsubscribed, bool transactional) => Assert.Equal(
        new SendGateDecision.Send("Ada@example.com"),
        Decide(People.With("Ada@example.com", unsubscribed), Channel.Email, transactional));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Decide_WhenErased_SuppressesEvenTransactionalMail(bool transactional) => Assert.Equal(
        new SendGateDecision.Suppress(LedgerReasons.ContactErased),
        Decide(null, Channel.Email, transactional));

    [Fact]
    public void Decide_WhenUnsubscribedFromMarketing_SuppressesMarketing() => Assert.Equal(
        new SendGateDecision.Suppress(LedgerReasons.Unsubscribed),
        Decide(People.With("ada@example.com", unsubscribed: true), Channel.Email, isTransactional: false));

    [Fact]
    public void Decide_WhenUnsubscribedOnOneChannel_SuppressesThatChannelAlone()
    {
        var declined = People.With("ada@example.com").Decline(Channel.Sms, People.With(null).UpdatedAt).Decline(Channel.WhatsAppThroughTwilio, People.With(null).UpdatedAt);

        Assert.Equal(["sms", "whatsapp"], declined.UnsubscribedChannels);
        Assert.Same(declined, declined.Decline(Channel.WhatsApp, declined.UpdatedAt));
        Assert.Equal(
            [Channel.Sms, Channel.WhatsApp, Channel.WhatsAppThroughTwilio],
            Enum.GetValues<Channel>().Where(channel => Decide(declined, channel, isTransactional: false) is SendGateDecision.Suppress));
        Assert.IsType<SendGateDecision.Send>(Decide(declined with { UnsubscribedChannels = ["email"] }, Channel.Email, isTransactional: true));
    }

    /// <summary>"A contact lacking the address a step needs is skipped with a reason, not failed."</summary>
    [Theory]
    [InlineData(Channel.Sms)]
    [InlineData(Channel.WhatsApp)]
    [InlineData(Channel.WhatsAppThroughTwilio)]
    [InlineData(Channel.Call)]
    public void Decide_WhenTheChannelNeedsANumber_LooksAtNothingElse(Channel channel)
    {
        var reachable = People.With(email: null);

        Assert.Equal(new SendGateDecision.Send("+4930123456"), Decide(reachable, channel, isTransactional: false));
        Assert.Equal(new SendGateDecision.Suppress(LedgerReasons.NoPhoneNumber), Decide(People.With("ada@example.com") with { Phone = null }, channel, isTransactional: false));
        Assert.Equal(new SendGateDecision.Suppress(LedgerReasons.Unsubscribed), Decide(reachable with { Unsubscribed = true }, channel, isTransactional: false));
        Assert.Equal(new SendGateDecision.Suppress(LedgerReasons.ContactErased), Decide(null, channel, isTransactional: false));
    }

    [Theory]
    [InlineData(false, false, LedgerReasons.NoEmailAddress)]
    [InlineData(true, true, LedgerReasons.NoEmailAddress)]
    [InlineData(true, false, LedgerReasons.Unsubscribed)]
    public void Decide_WhenThereIsNoAddress_Suppresses(bool unsubscribed, bool transactional, string reason) => Assert.Equal(
        new SendGateDecision.Suppress(reason),
        Decide(People.With(email: null, unsubscribed), Channel.Email, transactional));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Decide_WhenTheContactWasTakenOut_SuppressesEvenTransactionalMail(bool transactional) => Assert.Equal(
        new SendGateDecision.Suppress(LedgerReasons.Exited),
        SendGate.Decide(new Recipient(People.With("ada@example.com"), HasExited: true), Channel.Email, transactional));

    private static SendGateDecision Decide(Contact? contact, Channel channel, bool isTransactional) =>
        SendGate.Decide(new Recipient(contact, HasExited: false), channel, isTransactional);
}
