using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Tests.Sequences;

/// <summary>An upgrade in the middle of a step: what an earlier version wrote of its messages counts, and nobody is sent to twice (B9).</summary>
public sealed class EarlierLedgerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_WhenAnEarlierVersionHadBegun_SendsTheRestAlone()
    {
        await using var world = await SequenceWorld.CreateAsync(40, inOneShard: true, isPacked: false);
        await WriteWaveAsync(world, world.Members[..10], isSent: true);
        await WriteWaveAsync(world, world.Members[10..20], isSent: false);
        await WriteAsync(world, Row(world, world.Members[20], "Failed", ("Reason", "refused")), Row(world, world.Members[21], "Suppressed", ("Reason", "unsubscribed"), ("Attempts", 0)));
        var delivery = new RecordingDelivery();

        var before = await world.LedgerAsync();
        var outcome = await world.SendAsync(delivery, isRepeat: true);

        Assert.Equal(22, before.Count);
        Assert.Equal(await AddressesAsync(world, 22..40), delivery.Taken.Select(message => message.To).Order());
        Assert.Equal((true, new DeliveryCounts(Sent: 28, Failed: 1, Suppressed: 1, Unknown: 10)), (outcome.IsComplete, outcome.Counts));
        var ledger = await world.LedgerAsync();
        Assert.Equal("mail-0", ledger[world.Members[0]].ProviderMessageId);
        Assert.Equal(LedgerReasons.Interrupted, ledger[world.Members[10]].Reason);
        Assert.Equal("refused", ledger[world.Members[20]].Reason);
    }

    [Fact]
    public async Task Send_WhenAMessageOfAnEarlierVersionWaits_TriesItOnceMoreAsItsAttemptsSay()
    {
        await using var world = await SequenceWorld.CreateAsync(1, inOneShard: true, isPacked: false);
        await WriteAsync(world, Row(world, world.Members[0], "Pending", ("Reason", "busy"), ("Attempts", 2), ("RetryAt", world.Clock.GetUtcNow())));
        var before = (await world.Tables.Ledger.GetEntityAsync<TableEntity>(Partition(world, world.Members[0]), world.Members[0].ToString(), cancellationToken: Cancellation)).Value;
        var delivery = new RecordingDelivery { Answer = _ => new DeliveryOutcome.TemporaryFailure("busy", "busy", null) };

        var outcome = await world.SendAsync(delivery, isRepeat: true);

        // The worker of the earlier version that read the row before cannot try it too, and finds one that is not to be sent.
        var row = (await world.Tables.Ledger.GetEntityAsync<TableEntity>(before.PartitionKey, before.RowKey, cancellationToken: Cancellation)).Value;
        Assert.NotEqual(before.ETag, row.ETag);
        Assert.Equal("Suppressed", row.GetString("Status"));
        // Three attempts are allowed, and this was the third.
        Assert.Single(delivery.Taken);
        Assert.Equal((true, new DeliveryCounts(0, 1, 0, 0)), (outcome.IsComplete, outcome.Counts));
    }

    /// <summary>A worker of the earlier version that still runs: its inserts and its receipts come too late.</summary>
    [Fact]
    public async Task Send_WhenAnEarlierVersionGoesOn_CannotReserveWhatIsMovedNorTellOfAWaveThatWasGivenUp()
    {
        await using var world = await SequenceWorld.CreateAsync(20, inOneShard: true, isPacked: false);
        await WriteWaveAsync(world, world.Members[..10], isSent: false);
        await world.SendAsync(new RecordingDelivery(), isRepeat: true);

        var late = await Assert.ThrowsAnyAsync<RequestFailedException>(() => WriteAsync(world, Row(world, world.Members[15], "Pending")));
        Assert.Equal(409, late.Status);
        var receipt = await Assert.ThrowsAnyAsync<RequestFailedException>(() => WriteAsync(world, Receipt(world, world.Members[..10])));
        Assert.Equal(409, receipt.Status);
    }

    [Fact]
    public async Task Send_WhenItDiedWhileItMovedTheRows_GoesOnWithTheSame()
    {
        await using var world = await SequenceWorld.CreateAsync(20, inOneShard: true, isPacked: false);
        await WriteWaveAsync(world, world.Members[..10], isSent: true);
        await new EarlierLedger(world.Tables, world.Clock).TakeAsync(world.Place, world.Members, Cancellation);
        var delivery = new RecordingDelivery();

        var outcome = await world.SendAsync(delivery);
        var again = await world.SendAsync(delivery, isRepeat: true);

        Assert.Equal(await AddressesAsync(world, 10..20), delivery.Taken.Select(message => message.To).Order());
        Assert.Equal(new DeliveryCounts(20, 0, 0, 0), outcome.Counts);
        Assert.Equal(outcome.Counts, again.Counts);
    }

    /// <summary>A worker of the earlier version stops at a cohort of this one: it would look for its messages where they are not.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chunk_OfACohortOfThisVersion_CannotBeReadByAnEarlierOne(bool wasBegunByIt)
    {
        await using var world = await SequenceWorld.CreateAsync(3, inOneShard: true);
        var (cohort, members) = (Guid.CreateVersion7(), string.Join(',', world.Members));
        var (partition, row) = ($"{SequenceWorld.Organization}|{cohort:D}", "000");
        if (wasBegunByIt) await world.Tables.Enrollments.AddEntityAsync(new TableEntity(partition, row) { ["V"] = 1, ["Contacts"] = members }, Cancellation);

        var stored = await world.Enrollments.AddAsync(SequenceWorld.Organization, cohort, new CohortMembers([world.Members], null), Cancellation);

        Assert.Equal(world.Members, Assert.Single(stored.Chunks));
        Assert.Equal(world.Members, (await world.Enrollments.GetChunkAsync(SequenceWorld.Organization, cohort, 0, Cancellation)).Contacts);
        var read = (await world.Tables.Enrollments.GetEntityAsync<TableEntity>(partition, row, cancellationToken: Cancellation)).Value;
        Assert.True(read.GetString("Contacts") is null || !ContactId.TryParse(read.GetString("Contacts"), out _));
    }

    [Fact]
    public async Task Chunk_OfACohortOfAnEarlierVersion_IsReadAsItIs()
    {
        await using var world = await SequenceWorld.CreateAsync(3, inOneShard: true);
        var cohort = Guid.CreateVersion7();
        var row = new TableEntity($"{SequenceWorld.Organization}|{cohort:D}", "000") { ["V"] = 1, ["Contacts"] = string.Join(',', world.Members) };
        await world.Tables.Enrollments.AddEntityAsync(row, Cancellation);

        Assert.Equal(world.Members, (await world.Enrollments.GetChunkAsync(SequenceWorld.Organization, cohort, 0, Cancellation)).Contacts);
    }

    private static async Task<IEnumerable<string>> AddressesAsync(SequenceWorld world, Range members)
    {
        var wanted = world.Members[members].ToHashSet();
        var contacts = await world.Contacts.GetManyAsync(SequenceWorld.Organization, world.Members[0].Shard, world.Members, Cancellation);
        return contacts.Values.Where(contact => wanted.Contains(contact.Id)).Select(contact => contact.Email!.Value.ToString()).Order();
    }

    private static Task WriteWaveAsync(SequenceWorld world, IReadOnlyList<ContactId> wave, bool isSent)
    {
        var rows = wave.Select(contact => Row(world, contact, "Pending", ("Wave", wave[0].ToString())));
        return WriteAsync(world, [.. rows, .. isSent ? [Receipt(world, wave)] : Array.Empty<TableEntity>()]);
    }

    // The rows as the earlier version wrote them.
    private static async Task WriteAsync(SequenceWorld world, params TableEntity[] rows) =>
        await world.Tables.Ledger.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)), Cancellation);

    private static TableEntity Row(SequenceWorld world, ContactId contact, string status, params (string Column, object Value)[] more)
    {
        var row = new TableEntity(Partition(world, contact), contact.ToString()) { ["V"] = 1, ["Status"] = status, ["At"] = world.Clock.GetUtcNow() };
        foreach (var (column, value) in more) row[column] = value;
        return row;
    }

    private static TableEntity Receipt(SequenceWorld world, IReadOnlyList<ContactId> wave) => new(Partition(world, wave[0]), wave[0] + "~")
    {
        ["V"] = 1,
        ["At"] = world.Clock.GetUtcNow(),
        ["Sent"] = JsonSerializer.Serialize(wave.Select((contact, place) => (contact, place)).ToDictionary(item => item.contact.ToString(), item => $"mail-{item.place}")),
    };

    private static string Partition(SequenceWorld world, ContactId contact) =>
        $"{SequenceWorld.Organization}|{world.SequenceId}|000001|000|{contact.Shard:00}";
}
