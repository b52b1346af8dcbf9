using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Domain.Values;

namespace Cadenza.Domain.Tests.Sequences;

/// <summary>B7: shards of contacts are read side by side, and each goes on where it was.</summary>
public sealed class ContactsReadingTests
{
    private static readonly ContactId InThree = ContactId.Create(Guid.Parse("01890000-0000-7000-8000-000000000001"), 3);

    [Fact]
    public void Start_IsOpenInEveryShard() =>
        Assert.Equal(Enumerable.Range(0, ContactShards.Count).Select(shard => new EnrollmentCursor(shard, null)), ContactsReading.Start.Open);

    [Fact]
    public void Behind_AContact_GoesOnThereAndLeavesTheOtherShards()
    {
        var reading = ContactsReading.Start.Behind(new EnrollmentCursor(3, InThree));

        Assert.Equal(new EnrollmentCursor(3, InThree), reading.Open.ElementAt(3));
        Assert.Equal(ContactShards.Count, reading.Open.Count());
    }

    [Fact]
    public void Behind_TheBeginningOfTheNextShard_ClosesTheOneBefore()
    {
        var reading = ContactsReading.Start.Behind(new EnrollmentCursor(3, InThree).NextShard());

        Assert.DoesNotContain(3, reading.Open.Select(cursor => cursor.Shard));
        Assert.Equal(ContactShards.Count - 1, reading.Open.Count());
        Assert.False(reading.AtEnd);
    }

    [Fact]
    public void Behind_TheEndOfEveryShard_IsTheEnd()
    {
        var reading = ContactsReading.Start;
        foreach (var cursor in ContactsReading.Start.Open.Reverse()) reading = reading.Behind(cursor.NextShard());

        Assert.True(reading.AtEnd);
        Assert.Equal(ContactsReading.End, reading);
    }

    [Fact]
    public void Parse_OfItsText_IsTheSame()
    {
        var reading = ContactsReading.Start.Behind(new EnrollmentCursor(3, InThree)).Behind(new EnrollmentCursor(6, null));

        Assert.Equal(reading, ContactsReading.Parse(reading.ToString()));
    }

    [Fact]
    public void UpTo_ACursorOfOldRows_HasTheShardsBeforeItDone() =>
        Assert.Equal([new EnrollmentCursor(3, InThree), .. Enumerable.Range(4, 4).Select(shard => new EnrollmentCursor(shard, null))], ContactsReading.UpTo(new EnrollmentCursor(3, InThree)).Open);
}
