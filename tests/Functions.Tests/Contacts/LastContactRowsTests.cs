using Azure.Data.Tables;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Organizations;
using Cadenza.Functions.Contacts.Storage;

namespace Cadenza.Functions.Tests.Contacts;

/// <summary>How last contacts are packed into rows: read as written, split when they are many, refused when damaged. See docs/decisions/0112.</summary>
public sealed class LastContactRowsTests
{
    private const int Shard = 3;
    private static readonly OrganizationId Organization = OrganizationId.Parse("rows");
    private static readonly DateTimeOffset Origin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(LastContactLeaf.Most)]
    public void FromRow_OfWhatToRowWrote_IsTheSame(int count)
    {
        var leaf = Leaf(count, index => Origin.AddTicks(index % 7));

        var read = LastContactRows.FromRow(LastContactRows.ToRow(Organization, Shard, leaf)).Leaf;

        Assert.Equal(leaf.From, read.From);
        Assert.Equal(leaf.Times, read.Times);
    }

    [Fact]
    public void ToRow_OfAFullLeafWithAsManyTimes_FitsIntoAColumn() =>
        Assert.InRange(Octets(Leaf(LastContactLeaf.Most, index => Origin.AddTicks(index))).Length, 1, 60_000);

    [Fact]
    public void ToRow_OfManyContactsOfOneStep_TakesAboutSeventeenOctetsAContact() =>
        Assert.InRange(Octets(Leaf(LastContactLeaf.Most, _ => Origin)).Length, 1, 18 * LastContactLeaf.Most);

    [Fact]
    public void FromRow_WhenDamaged_IsRefusedAndSaysWhichRow()
    {
        var octets = Octets(Leaf(3, index => Origin.AddHours(index)));
        var count = 2 + (3 * 8);
        var damaged = new List<byte[]?> { null, Changed(octets, 1, 255), Changed(octets, count, 4), Changed(octets, octets.Length - 1, 3), Changed(octets, 9, 255) };
        damaged.Add([.. octets, 0]);
        damaged.AddRange(Enumerable.Range(0, octets.Length).Select(length => octets[..length]));
        // The second contact before the first.
        damaged.Add([.. octets[..(count + 1)], .. octets[(count + 18)..(count + 35)], .. octets[(count + 1)..(count + 18)], .. octets[(count + 35)..]]);
        foreach (var each in damaged)
        {
            var fault = Assert.Throws<InvalidDataException>(() => LastContactRows.FromRow(Row(each)));
            Assert.Contains(LastContactRows.Key(UInt128.Zero), fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void FromRow_OfALaterLayout_IsRefusedAndSaysWhichLayout()
    {
        var fault = Assert.Throws<InvalidDataException>(() => LastContactRows.FromRow(Row(Changed(Octets(Leaf(3, _ => Origin)), 0, 2))));

        Assert.Contains("layout 2 is not known", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromRow_WhenTheKeyIsNone_IsRefused()
    {
        var row = new TableEntity("p", new string('f', 33)) { ["Times"] = Octets(Leaf(1, _ => Origin)) };

        Assert.Throws<InvalidDataException>(() => LastContactRows.FromRow(row));
    }

    [Fact]
    public void Key_OfTheLaterContact_IsTheLower()
    {
        var (earlier, later) = (Contact(1), Contact(2));

        Assert.True(earlier < later);
        Assert.True(string.CompareOrdinal(LastContactRows.Key(LastContactRows.NumberOf(earlier)), LastContactRows.Key(LastContactRows.NumberOf(later))) > 0);
    }

    [Theory]
    [InlineData(LastContactLeaf.Most, 1)]
    [InlineData(LastContactLeaf.Most + 1, 2)]
    [InlineData(1501, 4)]
    public void Split_OfManyContacts_KeepsEveryoneInOrderInFewLeavesWhoseKeysNameNobody(int count, int leaves)
    {
        var whole = Leaf(count, index => Origin.AddTicks(index));

        var parts = whole.Split();

        Assert.Equal(leaves, parts.Count);
        Assert.Equal(whole.From, parts[0].From);
        Assert.Equal(whole.Times, parts.SelectMany(part => part.Times));
        Assert.All(parts, part => Assert.InRange(part.Times.Count, 1, LastContactLeaf.Most));
        Assert.All(parts.Zip(parts.Skip(1)), pair =>
        {
            Assert.True(pair.First.Times.GetKeyAtIndex(pair.First.Times.Count - 1) < pair.Second.From);
            Assert.True(pair.Second.From <= pair.Second.Times.GetKeyAtIndex(0));
            Assert.DoesNotContain(pair.Second.From, whole.Times.Keys);
        });
    }

    [Fact]
    public void With_OfWhatIsNotLater_IsTheLeafItself()
    {
        var leaf = Leaf(3, _ => Origin);
        var first = leaf.Times.GetKeyAtIndex(0);

        Assert.Same(leaf, leaf.With([KeyValuePair.Create(first, Origin), KeyValuePair.Create(first, Origin.AddTicks(-1))]));
        Assert.Equal(Origin.AddTicks(1), leaf.With([KeyValuePair.Create(first, Origin.AddTicks(1))]).Find(first));
        Assert.Equal(Origin, leaf.Find(first));
    }

    private static LastContactLeaf Leaf(int count, Func<int, DateTimeOffset> at)
    {
        var times = new SortedList<UInt128, DateTimeOffset>(count);
        for (var index = 0; index < count; index++) times.Add(LastContactRows.NumberOf(Contact(index)), at(index));
        return new LastContactLeaf(UInt128.Zero, times);
    }

    private static ContactId Contact(int index) => ContactId.Create(Guid.CreateVersion7(Origin.AddMilliseconds(index)), Shard);

    private static byte[] Octets(LastContactLeaf leaf) => LastContactRows.ToRow(Organization, Shard, leaf).GetBinary("Times")!;

    private static TableEntity Row(byte[]? octets) => new("p", LastContactRows.Key(UInt128.Zero)) { ["Times"] = octets };

    private static byte[] Changed(byte[] octets, int place, byte value)
    {
        byte[] changed = [.. octets];
        changed[place] = value;
        return changed;
    }
}
