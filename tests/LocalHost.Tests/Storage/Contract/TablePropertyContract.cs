using Azure;
using Azure.Data.Tables;

namespace Cadenza.LocalHost.Tests.Storage.Contract;

/// <summary>Keys, property types and limits.</summary>
public abstract class TablePropertyContract(IStorageUnderTest storage) : StorageContract(storage)
{
    public static TheoryData<string, string> OddKeys => new()
    {
        { "it's", "quote''s" }, { "\"double\"", "a\"b" }, { "50%", "100%25" }, { "a+b", "c + d" }, { "two  spaces", " leading and trailing " }, { "naïve", "日本語 🚀" },
        { "a&b=c", "x;y,z" }, { "(round)", "[square]{curly}" }, { "", "" }, { "a:b@c!d$e", "~`^|<>*" }, { "..", "." }, { new string('k', 512), new string('r', 512) },
    };

    public static TheoryData<object> Values =>
    [
        "", "plain", "quote ' and \" and \\ and \n\t", "日本語 🚀", " spaces around ", new string('x', 32 * 1024),
        0, int.MinValue, int.MaxValue, 0L, long.MinValue, long.MaxValue, 9007199254740993L,
        0.0, 1.0, -1.5, 0.1, double.MaxValue, double.MinValue, double.Epsilon, 1e21, double.NaN,
        true, false,
    ];

    [Theory]
    [MemberData(nameof(OddKeys))]
    public async Task Row_WhenKeysAreOdd_IsWrittenReadQueriedUpdatedAndDeleted(string partitionKey, string rowKey)
    {
        await Table.AddEntityAsync(new TableEntity(partitionKey, rowKey) { ["N"] = 1 }, Cancel);
        await Table.UpdateEntityAsync(new TableEntity(partitionKey, rowKey) { ["N"] = 2 }, ETag.All, TableUpdateMode.Merge, Cancel);
        var read = (await Table.GetEntityAsync<TableEntity>(partitionKey, rowKey, cancellationToken: Cancel)).Value;
        Assert.Equal((partitionKey, rowKey, 2), (read.PartitionKey, read.RowKey, read.GetInt32("N")));
        var found = await Table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partitionKey} and RowKey eq {rowKey}"), cancellationToken: Cancel).ToListAsync(Cancel);
        Assert.Equal(rowKey, Assert.Single(found).RowKey);
        await Table.SubmitTransactionAsync([new(TableTransactionActionType.UpdateReplace, new TableEntity(partitionKey, rowKey) { ["N"] = 3 }, read.ETag)], Cancel);
        Assert.Equal(204, (await Table.DeleteEntityAsync(partitionKey, rowKey, cancellationToken: Cancel)).Status);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\tb")]
    [InlineData("a\u0001b")]
    [InlineData("a\u0080b")]
    public async Task Add_WhenAKeyHasAForbiddenCharacter_IsRefused(string key)
    {
        var failure = await Assert.ThrowsAnyAsync<RequestFailedException>(() => Table.AddEntityAsync(new TableEntity("p", key), Cancel));
        Assert.Equal(400, failure.Status);
    }

    [Fact]
    public async Task Add_WhenAKeyIsTooLong_IsRefused()
    {
        var failure = await Assert.ThrowsAnyAsync<RequestFailedException>(() => Table.AddEntityAsync(new TableEntity("p", new string('k', 513)), Cancel));
        Assert.Equal(400, failure.Status);
    }

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Property_WhenOfAnyTypeAndSize_IsReadAsWritten(object value)
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["V"] = value }, Cancel);
        Assert.Equal(value, (await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel)).Value["V"]);
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public async Task Property_WhenInfinite_CannotBeWritten(double value)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Table.AddEntityAsync(new TableEntity("p", "r") { ["V"] = value }, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => Table.AddEntityAsync(new Sample { PartitionKey = "p", RowKey = "r", Ratio = value }, Cancel));
        Assert.False((await Table.GetEntityIfExistsAsync<TableEntity>("p", "r", cancellationToken: Cancel)).HasValue);
    }

    [Fact]
    public async Task Property_WhenOfATypeThatTablesLack_CannotBeWritten()
    {
        foreach (var value in (object[])[DayOfWeek.Friday, (short)1, DateTime.SpecifyKind(DateTime.UnixEpoch, DateTimeKind.Unspecified), DateTime.SpecifyKind(DateTime.UnixEpoch, DateTimeKind.Local), new object()])
            await Assert.ThrowsAsync<NotSupportedException>(() => Table.AddEntityAsync(new TableEntity("p", "r") { ["V"] = value }, Cancel));
        Assert.False((await Table.GetEntityIfExistsAsync<TableEntity>("p", "r", cancellationToken: Cancel)).HasValue);
    }

    [Fact]
    public async Task Entity_WhenRead_HasTheSystemPropertiesAndItsOwn()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = "a", ["B"] = 1L, ["odata.etag"] = "W/\"mine\"", ["Timestamp"] = DateTimeOffset.UnixEpoch }, Cancel);
        var read = (await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel)).Value;
        Assert.Equal(["A", "B", "PartitionKey", "RowKey", "Timestamp", "odata.etag"], read.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((typeof(string), typeof(DateTimeOffset)), (read["odata.etag"].GetType(), read["Timestamp"].GetType()));
        Assert.NotEqual("W/\"mine\"", read["odata.etag"]);
        Assert.NotEqual(DateTimeOffset.UnixEpoch, read.Timestamp);
    }

    [Fact]
    public async Task Property_WhenATimeGuidOrBinary_IsReadAsWritten()
    {
        var time = new DateTimeOffset(2026, 2, 28, 23, 59, 59, TimeSpan.FromHours(2)).AddTicks(1234567);
        var guid = Guid.NewGuid();
        var bytes = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Time"] = time, ["First"] = new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero), ["Last"] = DateTimeOffset.MaxValue, ["Utc"] = time.UtcDateTime, ["Guid"] = guid, ["None"] = Guid.Empty, ["Bytes"] = bytes, ["Empty"] = Array.Empty<byte>(), ["Data"] = BinaryData.FromBytes(bytes) }, Cancel);
        var row = (await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel)).Value;
        Assert.Equal(time.UtcTicks, row.GetDateTimeOffset("Time")!.Value.UtcTicks);
        Assert.Equal(time.UtcDateTime, row.GetDateTime("Utc"));
        Assert.Equal(new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero), row.GetDateTimeOffset("First"));
        Assert.Equal(DateTimeOffset.MaxValue, row.GetDateTimeOffset("Last"));
        Assert.Equal((guid, Guid.Empty), (row.GetGuid("Guid"), row.GetGuid("None")));
        Assert.Equal(bytes, row.GetBinary("Bytes"));
        Assert.Equal(bytes, row.GetBinaryData("Data")!.ToArray());
        Assert.Empty(row.GetBinary("Empty")!);
    }

    [Fact]
    public async Task Property_WhenNull_IsNotStored()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = null!, ["B"] = "b" }, Cancel);
        Assert.False((await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel)).Value.ContainsKey("A"));
    }

    [Fact]
    public async Task EntityClass_WhenWrittenAndRead_KeepsEveryProperty()
    {
        var sample = new Sample
        {
            PartitionKey = "p",
            RowKey = "r",
            Text = "text",
            Count = -1,
            Big = long.MaxValue,
            Ratio = 2,
            Flag = true,
            Id = Guid.NewGuid(),
            Time = DateTimeOffset.UnixEpoch.AddTicks(1),
            Moment = DateTime.UnixEpoch,
            Bytes = [1, 2, 3],
            Data = BinaryData.FromString("data"),
            Day = DayOfWeek.Friday,
            Maybe = 7,
        };
        await Table.AddEntityAsync(sample, Cancel);
        var read = (await Table.GetEntityAsync<Sample>("p", "r", cancellationToken: Cancel)).Value;
        Assert.Equal((sample.Text, sample.Count, sample.Big, sample.Ratio, sample.Flag, sample.Id), (read.Text, read.Count, read.Big, read.Ratio, read.Flag, read.Id));
        Assert.Equal((sample.Time, sample.Moment, sample.Day, sample.Maybe), (read.Time, read.Moment, read.Day, read.Maybe));
        Assert.Equal(sample.Bytes, read.Bytes);
        Assert.Equal("data", read.Data!.ToString());
        Assert.Equal(DateTimeKind.Utc, read.Moment!.Value.Kind);
    }

    [Fact]
    public async Task EntityClass_WhenPropertiesAreMissing_KeepsDefaults()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Count"] = 5, ["Unknown"] = "x" }, Cancel);
        var read = (await Table.GetEntityAsync<Sample>("p", "r", cancellationToken: Cancel)).Value;
        Assert.Equal((5, null, null), (read.Count, read.Text, read.Maybe));
    }

    [Fact]
    public async Task EntityClass_WhenAttributed_StoresByNameAndIgnores()
    {
        await Table.AddEntityAsync(new Attributed { PartitionKey = "p", RowKey = "r", Renamed = "a", Ignored = "b", Written = "c" }, Cancel);
        var row = (await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel)).Value;
        Assert.Equal(("a", "c!", false, false), (row.GetString("other_name"), row.GetString("Computed"), row.ContainsKey("Ignored"), row.ContainsKey("Renamed")));
        var read = (await Table.GetEntityAsync<Attributed>("p", "r", cancellationToken: Cancel)).Value;
        Assert.Equal(("a", null, null), (read.Renamed, read.Ignored, read.Kept));
        Assert.Equal(row.ETag, read.ETag);
    }

    [Fact]
    public async Task EntityClass_WhenASymbolIsUnknown_KeepsItsDefault()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Day"] = "Caturday", ["Count"] = 1 }, Cancel);
        var read = (await Table.GetEntityAsync<Sample>("p", "r", cancellationToken: Cancel)).Value;
        Assert.Equal((default(DayOfWeek), 1), (read.Day, read.Count));
    }

    [Fact]
    public async Task Add_WhenARowIsNearlyOneMebibyte_IsAccepted()
    {
        await Table.AddEntityAsync(Large(15, 32 * 1024), Cancel);
        var row = (await Table.GetEntityAsync<TableEntity>("p", "large", cancellationToken: Cancel)).Value;
        Assert.Equal(32 * 1024, row.GetString("P14")!.Length);
    }

    [Fact]
    public async Task Add_WhenARowIsLargerThanOneMebibyte_IsRefused()
    {
        SkipOnAzurite("accepts rows of more than 1 MiB.");
        await Failures.Refused(400, "EntityTooLarge", () => Table.AddEntityAsync(Large(17, 32 * 1024), Cancel));
    }

    [Fact]
    public async Task Add_WhenAPropertyIsTooLarge_IsRefused()
    {
        await Failures.Refused(400, "PropertyValueTooLarge", () => Table.AddEntityAsync(new TableEntity("p", "r") { ["V"] = new string('x', 32 * 1024 + 1) }, Cancel));
        await Failures.Refused(400, "PropertyValueTooLarge", () => Table.AddEntityAsync(new TableEntity("p", "r") { ["V"] = new byte[64 * 1024 + 1] }, Cancel));
    }

    [Fact]
    public async Task Add_WhenThereAreTooManyProperties_IsRefused()
    {
        SkipOnAzurite("accepts more than 252 properties.");
        var row = new TableEntity("p", "r");
        for (var i = 0; i < 252; i++) row[$"P{i}"] = i;
        await Table.AddEntityAsync(row, Cancel);
        row.RowKey = "more";
        row["P252"] = 252;
        await Failures.Refused(400, "TooManyProperties", () => Table.AddEntityAsync(row, Cancel));
    }

    private static TableEntity Large(int properties, int characters)
    {
        var row = new TableEntity("p", "large");
        for (var i = 0; i < properties; i++) row[$"P{i}"] = new string((char)('a' + i), characters);
        return row;
    }
}

public sealed class EmbeddedTableProperties(EmbeddedStorage storage) : TablePropertyContract(storage);

public sealed class AzuriteTableProperties(AzuriteStorage storage) : TablePropertyContract(storage);
