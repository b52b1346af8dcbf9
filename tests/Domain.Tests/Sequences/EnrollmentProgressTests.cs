using Cadenza.Domain.Sequences;

namespace Cadenza.Domain.Tests.Sequences;

/// <summary>B7: when a sequence reads all contacts.</summary>
public sealed class EnrollmentProgressTests
{
    private static readonly EnrollmentProgress Done = EnrollmentProgress.None with { Reading = ContactsReading.End, Scan = new EnrollmentScan(1, false, Given.Start.AddMinutes(15)) };

    [Fact]
    public void At_BeforeTheFirstContact_NotesTheVersionWhoseFilterIsAsked() =>
        Assert.Equal(3, EnrollmentProgress.None.At(Given.Sequence() with { Version = 3 }, Given.Start).Scan.Version);

    [Fact]
    public void At_WhenAContinuousSequenceIsDue_ReadsAllAgain()
    {
        var sequence = Given.Sequence() with { IsContinuous = true };

        Assert.Equal(ContactsReading.End, Done.At(sequence, Given.Start.AddMinutes(14)).Reading);
        Assert.Equal(ContactsReading.Start, Done.At(sequence, Given.Start.AddMinutes(15)).Reading);
    }

    [Fact]
    public void At_WhenAContinuousSequenceHasANewVersion_ReadsAllAgainAtOnce()
    {
        var again = Done.At(Given.Sequence() with { IsContinuous = true, Version = 2 }, Given.Start);

        Assert.Equal((ContactsReading.Start, 2), (again.Reading, again.Scan.Version));
    }

    [Fact]
    public void At_WhenTheSequenceIsOneOff_NeverReadsAgain() =>
        Assert.Equal(Done, Done.At(Given.Sequence() with { Version = 2 }, Given.Start.AddYears(1)));

    [Fact]
    public void At_WhenTheVersionChangesInTheMiddle_ReadsToTheEndAndThenAgain()
    {
        var sequence = Given.Sequence() with { IsContinuous = true, Version = 2 };
        var middle = Done with { Reading = ContactsReading.UpTo(new EnrollmentCursor(3, null)) };

        Assert.Equal(middle, middle.At(sequence, Given.Start));
        Assert.Equal(ContactsReading.Start, (middle with { Reading = ContactsReading.End }).At(sequence, Given.Start).Reading);
    }
}
