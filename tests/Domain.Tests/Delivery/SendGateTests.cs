using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Sequences;
using Cadenza.Domain.Tests.Contacts;
using Cadenza.Domain.Tests.Sequences;

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
        Assert.Equal(open, SendGate.IsOpen(Given.Sequence(status)));

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Decide_WhenNothingStandsAgainstIt_SendsToTheAddressAsStoredNow(bool unsubscribed, bool transactional) => Assert.Equal(
        new GateDecision.Send(EmailAddress.Parse("Ada@example.com")),
        SendGate.Decide(People.With("Ada@example.com", unsubscribed), Given.Email with { EmailIsTransactional = transactional }));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Decide_WhenErased_SuppressesEvenTransactionalMail(bool transactional) => Assert.Equal(
        new GateDecision.Suppress(LedgerReasons.ContactErased),
        SendGate.Decide(null, Given.Email with { EmailIsTransactional = transactional }));

    [Fact]
    public void Decide_WhenUnsubscribedFromMarketing_SuppressesMarketing() => Assert.Equal(
        new GateDecision.Suppress(LedgerReasons.Unsubscribed),
        SendGate.Decide(People.With("ada@example.com", unsubscribed: true), Given.Email with { EmailIsTransactional = false }));

    [Theory]
    [InlineData(false, false, LedgerReasons.NoEmailAddress)]
    [InlineData(true, true, LedgerReasons.NoEmailAddress)]
    [InlineData(true, false, LedgerReasons.Unsubscribed)]
    public void Decide_WhenThereIsNoAddress_Suppresses(bool unsubscribed, bool transactional, string reason) => Assert.Equal(
        new GateDecision.Suppress(reason),
        SendGate.Decide(People.With(email: null, unsubscribed), Given.Email with { EmailIsTransactional = transactional }));
}
