using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Tests.Sequences;

/// <summary>The octets of a chunk's ledger: all of it comes back, and what cannot be read is refused and never half-read.</summary>
public sealed class ChunkLedgerFormatTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Read_OfEveryKindOfEntry_GivesWhatWasWritten()
    {
        var dice = new Random(1);
        var entries = new List<NotedEntry>();
        foreach (var status in Enum.GetValues<LedgerStatus>())
        {
            for (var parts = 0; parts < 64; parts++)
            {
                var entry = new LedgerEntry(
                    Contact(),
                    status,
                    (parts & 1) == 0 ? null : "reason_" + dice.Next(3),
                    (parts & 2) == 0 ? 1 : dice.Next(20),
                    (parts & 4) == 0 ? null : Now.AddTicks(dice.NextInt64(-1_000_000_000_000, 1_000_000_000_000)),
                    (parts & 8) == 0 ? null : "id-ü-" + dice.Next())
                {
                    Outages = (parts & 2) == 0 ? 0 : dice.Next(5),
                    Repeats = (parts & 2) == 0 ? 0 : dice.Next(2),
                    Warnings = (parts & 16) == 0 ? null : "Nothing is known of plan.\nNor of this.",
                };
                if ((parts & 32) != 0) entry = entry.WithResends([.. Enumerable.Range(0, dice.Next(1, 17)).Select(_ => Guid.NewGuid())]);
                entries.Add(new NotedEntry(entry, Now.AddTicks(dice.NextInt64(10_000_000_000))));
            }
        }

        var read = ChunkLedgerFormat.Read(ChunkLedgerFormat.Write(ChunkLedger.Of(entries)));

        Assert.Equal(entries.OrderBy(noted => noted.Entry.Contact), read.Entries.OrderBy(noted => noted.Entry.Contact));
    }

    [Fact]
    public void Read_OfAnEmptyLedger_IsEmpty() => Assert.Empty(ChunkLedgerFormat.Read(ChunkLedgerFormat.Write(ChunkLedger.Empty)).Entries);

    /// <summary>A hundred messages fit well into a row: some thirty octets each, and what a provider called them.</summary>
    [Fact]
    public void Write_OfAFullChunk_IsSmall()
    {
        List<LedgerEntry> sent = [.. Enumerable.Range(0, 100).Select(_ => LedgerEntry.Reserve(Contact()) with { Status = LedgerStatus.Sent })];
        Assert.InRange(ChunkLedgerFormat.Write(ChunkLedger.Empty.With(sent, Now)).Length, 1, 3000);
        Assert.InRange(ChunkLedgerFormat.Write(ChunkLedger.Empty.With(sent.Select(entry => entry with { ProviderMessageId = Guid.NewGuid().ToString() }), Now)).Length, 1, 7000);
    }

    [Fact]
    public void Read_OfAnotherLayout_SaysWhichItIs()
    {
        var octets = ChunkLedgerFormat.Write(ChunkLedger.Empty);
        octets[0] = 9;
        Assert.Contains("layout 9", Assert.Throws<InvalidDataException>(() => ChunkLedgerFormat.Read(octets)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => ChunkLedgerFormat.Read([]));
    }

    [Fact]
    public void Read_OfDamagedOctets_IsRefusedOrReadAndNeverMore()
    {
        var octets = ChunkLedgerFormat.Write(ChunkLedger.Empty.With(
            Enumerable.Range(0, 5).Select(_ => LedgerEntry.Fail(Contact(), "broken").WithResends([Guid.NewGuid()])), Now));
        for (var length = 0; length < octets.Length; length++) Assert.Throws<InvalidDataException>(() => ChunkLedgerFormat.Read(octets[..length]));

        Assert.Throws<InvalidDataException>(() => ChunkLedgerFormat.Read([.. octets, 0]));

        var dice = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            var damaged = octets.ToArray();
            damaged[dice.Next(1, damaged.Length)] = (byte)dice.Next(256);
            if (Record.Exception(() => ChunkLedgerFormat.Read(damaged)) is { } error) Assert.IsType<InvalidDataException>(error);
        }
    }

    private static ContactId Contact() => ContactId.Create(Guid.CreateVersion7(), 3);
}
