using Azure;
using Azure.Data.Tables;

namespace Cadenza.LocalHost.Tests.Storage.Contract;

/// <summary>Filters, selections, order and pages.</summary>
public abstract class TableQueryContract(IStorageUnderTest storage) : StorageContract(storage)
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Known = Guid.Parse("11111111-2222-3333-4444-555555555555");

    public static TheoryData<string, string> Filters => new()
    {
        { "PartitionKey eq 'p'", "a b c d" },
        { "PartitionKey eq 'p' and RowKey eq 'b'", "b" },
        { "PartitionKey eq 'p' and RowKey gt 'a' and RowKey lt 'd'", "b c" },
        { "PartitionKey eq 'p' and RowKey ge 'a' and RowKey le 'c'", "a b c" },
        { "PartitionKey eq 'p' and (RowKey eq 'a' or RowKey eq 'd')", "a d" },
        { "PartitionKey eq 'p' and not (RowKey eq 'a' or RowKey eq 'd')", "b c" },
        { "PartitionKey gt 'p'", "q" },
        { "PartitionKey ge 'p' and PartitionKey lt 'q'", "a b c d" },
        { "PartitionKey lt 'p'", "" },
        { "PartitionKey eq 'p' and RowKey gt 'b' and RowKey lt 'b'", "" },
        { "RowKey eq 'b'", "b" },
        { "Int eq 2", "b" },
        { "Int ne 2 and PartitionKey eq 'p'", "a c d" },
        { "Int gt 1 and Int le 3", "b c" },
        { "Int lt -5", "d" },
        { "Long eq 9007199254740993L", "b" },
        { "Long ge 9007199254740993L", "b c" },
        { "Double gt 1.5", "c" },
        { "Double ge 1.5", "b c" },
        { "Flag eq true", "b" },
        { "Flag eq false and PartitionKey eq 'p'", "a c d" },
        { "Text eq 'it''s'", "b" },
        { "Text ge 'B' and Text lt 'a'", "c" },
        { "Text ge 'naive'", "d" },
        { "Guid eq guid'11111111-2222-3333-4444-555555555555'", "b" },
        { "Time eq datetime'2026-05-01T12:00:00Z'", "b" },
        { "Time gt datetime'2026-05-01T12:00:00.0000000Z'", "c d" },
        { "Time le datetime'2026-05-01T12:00:00Z' and PartitionKey eq 'p'", "a b" },
        { "Bytes eq X'0102'", "b" },
        { "Missing eq 'x'", "" },
        { "Int eq 2 or Text eq 'Bb' or Flag eq true", "b c" },
        { "(Int eq 1 or Int eq 2) and (Flag eq true or Text eq 'x')", "b" },
        { "Int eq 1 or Int eq 2 and Flag eq false", "a" },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task Query_WhenFiltered_ReturnsTheRowsThatMatchInOrder(string filter, string expected)
    {
        await Table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "a") { ["Int"] = 1, ["Long"] = 9007199254740992L, ["Double"] = -1.5, ["Flag"] = false, ["Text"] = "A", ["Guid"] = Guid.Empty, ["Time"] = Noon.AddMilliseconds(-1), ["Bytes"] = new byte[] { 1 } }),
            new(TableTransactionActionType.Add, new TableEntity("p", "b") { ["Int"] = 2, ["Long"] = 9007199254740993L, ["Double"] = 1.5, ["Flag"] = true, ["Text"] = "it's", ["Guid"] = Known, ["Time"] = Noon, ["Bytes"] = new byte[] { 1, 2 } }),
            new(TableTransactionActionType.Add, new TableEntity("p", "c") { ["Int"] = 3, ["Long"] = long.MaxValue, ["Double"] = 100.25, ["Flag"] = false, ["Text"] = "Bb", ["Guid"] = Guid.Empty, ["Time"] = Noon.AddMilliseconds(1), ["Bytes"] = new byte[] { 2 } }),
            new(TableTransactionActionType.Add, new TableEntity("p", "d") { ["Int"] = -10, ["Long"] = long.MinValue, ["Double"] = -1e300, ["Flag"] = false, ["Text"] = "naïve", ["Guid"] = Guid.Empty, ["Time"] = Noon.AddDays(1), ["Bytes"] = Array.Empty<byte>() }),
        ], Cancel);
        await Table.AddEntityAsync(new TableEntity("q", "q"), Cancel);
        var rows = await Table.QueryAsync<TableEntity>(filter, cancellationToken: Cancel).ToListAsync(Cancel);
        Assert.Equal(expected, string.Join(' ', rows.Select(row => row.RowKey)));
    }

    [Fact]
    public async Task Query_WhenTimesDifferByATick_TellsThemApart()
    {
        SkipOnAzurite("compares times by the millisecond.");
        await Table.AddEntityAsync(new TableEntity("p", "a") { ["Time"] = Noon }, Cancel);
        await Table.AddEntityAsync(new TableEntity("p", "b") { ["Time"] = Noon.AddTicks(1) }, Cancel);
        var rows = await Table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"Time gt {Noon}"), cancellationToken: Cancel).ToListAsync(Cancel);
        Assert.Equal("b", Assert.Single(rows).RowKey);
    }

    [Fact]
    public async Task Query_WhenRowsLackTheProperty_MatchesThemByNotAlone()
    {
        await Table.AddEntityAsync(new TableEntity("p", "has") { ["X"] = "x" }, Cancel);
        await Table.AddEntityAsync(new TableEntity("p", "lacks"), Cancel);
        Assert.Equal("has", Assert.Single(await Table.QueryAsync<TableEntity>("X ne 'y'", cancellationToken: Cancel).ToListAsync(Cancel)).RowKey);
        Assert.Equal("lacks", Assert.Single(await Table.QueryAsync<TableEntity>("not (X eq 'x')", cancellationToken: Cancel).ToListAsync(Cancel)).RowKey);
    }

    [Theory]
    [InlineData("PartitionKey eq")]
    [InlineData("(PartitionKey eq 'p'")]
    [InlineData("PartitionKey eq 'p' and")]
    [InlineData("PartitionKey is 'p'")]
    public async Task Query_WhenTheFilterIsMalformed_IsRefused(string filter)
    {
        var failure = await Assert.ThrowsAnyAsync<RequestFailedException>(async () => await Table.QueryAsync<TableEntity>(filter, cancellationToken: Cancel).ToListAsync(Cancel));
        Assert.Equal(400, failure.Status);
    }

    [Fact]
    public async Task Query_WhenTheFilterIsMadeOfValues_EscapesThem()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Text"] = "it's", ["Time"] = Noon, ["Guid"] = Known, ["Long"] = 5L, ["Flag"] = true, ["Double"] = 2.0 }, Cancel);
        var filter = TableClient.CreateQueryFilter($"Text eq {"it's"} and Time eq {Noon} and Guid eq {Known} and Long eq {5L} and Flag eq {true} and Double eq {2.0}");
        Assert.Single(await Table.QueryAsync<TableEntity>(filter, cancellationToken: Cancel).ToListAsync(Cancel));
    }

    [Fact]
    public async Task Query_WhenPropertiesAreSelected_ReturnsThoseAlone()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2 }, Cancel);
        var row = Assert.Single(await Table.QueryAsync<TableEntity>(select: ["RowKey", "A"], cancellationToken: Cancel).ToListAsync(Cancel));
        Assert.Equal(("r", 1), (row.RowKey, row.GetInt32("A")));
        Assert.False(row.ContainsKey("B"));
        Assert.False(row.ContainsKey("PartitionKey"));
        Assert.NotEqual(default, row.ETag);
        var one = (await Table.GetEntityAsync<TableEntity>("p", "r", ["B"], Cancel)).Value;
        Assert.Equal((null, 2), (one.GetInt32("A"), one.GetInt32("B")));
    }

    [Fact]
    public async Task Query_WhenRowsAreManyAndKeysMixed_OrdersThemByOrdinal()
    {
        string[] keys = ["B", "a", "A", "b", "1", "10", "2", "é", "z", "Z", "_", "日"];
        foreach (var key in keys) await Table.AddEntityAsync(new TableEntity("p", key), Cancel);
        var rows = await Table.QueryAsync<TableEntity>("PartitionKey eq 'p'", cancellationToken: Cancel).ToListAsync(Cancel);
        Assert.Equal(keys.Order(StringComparer.Ordinal), rows.Select(row => row.RowKey));
    }

    [Fact]
    public async Task Query_WhenThereAre2500Rows_PagesAndResumesFromAToken()
    {
        for (var start = 0; start < 2500; start += 100)
            await Table.SubmitTransactionAsync(Enumerable.Range(start, 100).Select(i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p 'é", $"{i:D5}") { ["N"] = i })), Cancel);
        var pages = await Table.QueryAsync<TableEntity>(cancellationToken: Cancel).AsPages().ToListAsync(Cancel);
        Assert.Equal([1000, 1000, 500], pages.Select(page => page.Values.Count));
        Assert.Null(pages[2].ContinuationToken);
        Assert.Equal(Enumerable.Range(0, 2500), pages.SelectMany(page => page.Values).Select(row => row.GetInt32("N")!.Value));

        var query = Table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {"p 'é"} and RowKey ge {"00100"}"), 300, cancellationToken: Cancel);
        var first = await query.AsPages().FirstAsync(Cancel);
        var rest = await query.AsPages(first.ContinuationToken).ToListAsync(Cancel);
        Assert.Equal(Enumerable.Range(100, 2400), first.Values.Concat(rest.SelectMany(page => page.Values)).Select(row => row.GetInt32("N")!.Value));
        Assert.Equal(300, first.Values.Count);
    }

    [Fact]
    public async Task Query_WhenPagesEndAtTheLastRow_HasNoFurtherPage()
    {
        await Table.SubmitTransactionAsync(Enumerable.Range(0, 20).Select(i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"{i:D2}"))), Cancel);
        var pages = await Table.QueryAsync<TableEntity>("PartitionKey eq 'p'", 10, cancellationToken: Cancel).AsPages().ToListAsync(Cancel);
        Assert.Equal(20, pages.Sum(page => page.Values.Count));
        Assert.Null(pages[^1].ContinuationToken);
    }
}

public sealed class EmbeddedTableQueries(EmbeddedStorage storage) : TableQueryContract(storage);

public sealed class AzuriteTableQueries(AzuriteStorage storage) : TableQueryContract(storage);
