using Cadenza.TestKit.Smtp;

namespace Cadenza.EndToEnd.Tests;

/// <summary>The mails that a server received from one campaign, by contact and step.</summary>
internal sealed class Arrivals
{
    // The server tells its time in whole milliseconds, cut off.
    private static readonly TimeSpan ClockGrain = TimeSpan.FromMilliseconds(1);

    private readonly Campaign _campaign;
    private readonly ILookup<string, Arrival> _byContact;

    public Arrivals(Campaign campaign, IReadOnlyList<ReceivedMail> mails)
    {
        _campaign = campaign;
        Mails = mails;
        _byContact = mails.Select((mail, place) => new Arrival(place, Campaign.StepOf(mail.Subject), mail)).ToLookup(arrival => arrival.Mail.To);
    }

    /// <summary>In the order they came.</summary>
    public IReadOnlyList<ReceivedMail> Mails { get; }

    /// <summary>How many came of a step.</summary>
    public int OfStep(int step) => Mails.Count(mail => Campaign.StepOf(mail.Subject) == step);

    /// <summary>Whether a contact got the mail of a step.</summary>
    public bool Has(string address, int step) => _byContact[address].Any(arrival => arrival.Step == step);

    /// <summary>No contact got a step twice, and none got a mail that is not of this campaign.</summary>
    public void AssertNoneTwice()
    {
        Assert.Empty(_byContact.Select(contact => contact.Key).Except(_campaign.Contacts.Keys));
        Assert.Empty(_byContact.SelectMany(contact => contact.GroupBy(arrival => arrival.Step))
            .Where(step => step.Count() > 1)
            .Select(step => $"step {step.Key} came {step.Count()} times to {step.First().Mail.To}"));
        Assert.Equal(Mails.Count, Mails.Select(mail => mail.MessageId).Distinct().Count());
    }

    /// <summary>Every contact got every step.</summary>
    public void AssertAllThere() =>
        Assert.Empty(_campaign.Contacts.Keys.SelectMany(address => Enumerable.Range(0, _campaign.Delays.Count)
            .Where(step => !Has(address, step))
            .Select(step => $"step {step} did not come to {address}")));

    /// <summary>Each contact's mails came in the order of the steps, none before its time.</summary>
    /// <param name="startedAt">A moment before the sequence was started.</param>
    public void AssertOrderAndTimes(DateTimeOffset startedAt) =>
        Assert.Empty(_campaign.Contacts.Keys.SelectMany(address => EarlyOrOutOfOrder([.. _byContact[address]], startedAt)));

    /// <summary>The longest time after its due moment that a contact got a mail, for the report.</summary>
    public TimeSpan Latest(DateTimeOffset startedAt) => _byContact.Max(contact => Gaps([.. contact], startedAt).Max(gap => gap.Actual - gap.Least));

    private IEnumerable<string> EarlyOrOutOfOrder(IReadOnlyList<Arrival> arrivals, DateTimeOffset startedAt)
    {
        foreach (var (earlier, later) in arrivals.Zip(arrivals.Skip(1)))
            if (later.Step <= earlier.Step) yield return $"step {later.Step} came to {later.Mail.To} after step {earlier.Step}";
        foreach (var (arrival, least, actual) in Gaps(arrivals, startedAt))
            if (actual < least - ClockGrain) yield return $"step {arrival.Step} came to {arrival.Mail.To} after {actual}, not {least}";
    }

    // From the last mail the contact got (or the start) to each mail: all delays in between have to pass.
    private IEnumerable<(Arrival Arrival, TimeSpan Least, TimeSpan Actual)> Gaps(IReadOnlyList<Arrival> arrivals, DateTimeOffset startedAt)
    {
        var (step, at) = (-1, startedAt);
        foreach (var arrival in arrivals)
        {
            var least = _campaign.Delays.Skip(step + 1).Take(arrival.Step - step).Aggregate(TimeSpan.Zero, (sum, delay) => sum + delay);
            yield return (arrival, least, arrival.Mail.ReceivedAt - at);
            (step, at) = (arrival.Step, arrival.Mail.ReceivedAt);
        }
    }

    private sealed record Arrival(int Place, int Step, ReceivedMail Mail);
}
