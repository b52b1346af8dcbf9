using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Cadenza.LocalHost.Tests.Storage.Contract;

/// <summary>Tables, point reads and single writes.</summary>
public abstract class TableWriteContract(IStorageUnderTest storage) : StorageContract(storage)
{
    [Fact]
    public async Task CreateTable_WhenItExists_IsRefusedUnlessAskedForIfMissing()
    {
        await Failures.Refused(409, "TableAlreadyExists", () => Table.CreateAsync(Cancel));
        Assert.Equal(Table.Name, (await Tables.CreateTableIfNotExistsAsync(Table.Name, Cancel)).Value.Name);
    }

    [Fact]
    public async Task DeleteTable_WhenThereIsNone_IsNoFailure() =>
        Assert.Equal(404, (await Tables.DeleteTableAsync(NewName(), Cancel)).Status);

    [Fact]
    public async Task DeleteTable_WhenItHasRows_RemovesThem()
    {
        var table = Tables.GetTableClient(NewName());
        await table.CreateIfNotExistsAsync(Cancel);
        await table.AddEntityAsync(new TableEntity("p", "r"), Cancel);
        await table.DeleteAsync(Cancel);
        await Failures.Refused(404, "TableNotFound", () => table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel));
    }

    [Fact]
    public async Task AnyRequest_WhenTheTableIsMissing_SaysTableNotFound()
    {
        var missing = Tables.GetTableClient(NewName());
        await Failures.Refused(404, "TableNotFound", () => missing.AddEntityAsync(new TableEntity("p", "r"), Cancel));
        await Failures.Refused(404, "TableNotFound", () => missing.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel));
        await Failures.Refused(404, "TableNotFound", async () => await missing.QueryAsync<TableEntity>(cancellationToken: Cancel).ToListAsync(Cancel));
        await Failures.Refused(404, "TableNotFound", () => missing.UpdateEntityAsync(new TableEntity("p", "r"), ETag.All, cancellationToken: Cancel));
    }

    [Fact]
    public async Task GetIfExists_WhenTheTableIsMissing_HasNoValue()
    {
        var read = await Tables.GetTableClient(NewName()).GetEntityIfExistsAsync<TableEntity>("p", "r", cancellationToken: Cancel);
        Assert.Equal((false, 404), (read.HasValue, read.GetRawResponse().Status));
    }

    [Fact]
    public async Task CreateTableIfNotExists_WhenNewOrThere_TellsThemApartByStatus()
    {
        var table = Tables.GetTableClient(NewName());
        Assert.Equal(204, (await table.CreateIfNotExistsAsync(Cancel)).GetRawResponse().Status);
        Assert.Equal(409, (await table.CreateIfNotExistsAsync(Cancel)).GetRawResponse().Status);
        Assert.Equal(204, (await table.DeleteAsync(Cancel)).Status);
        Assert.Equal(201, (await table.CreateAsync(Cancel)).GetRawResponse().Status);
        await table.DeleteAsync(Cancel);
    }

    [Fact]
    public async Task Write_WhenAKeyIsNull_IsAnArgumentError()
    {
        await Assert.ThrowsAsync<ArgumentNullException>(() => Table.AddEntityAsync(new TableEntity { PartitionKey = "p" }, Cancel));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Table.UpsertEntityAsync(new TableEntity { RowKey = "r" }, cancellationToken: Cancel));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Table.UpdateEntityAsync(new TableEntity { RowKey = "r" }, ETag.All, cancellationToken: Cancel));
        await Assert.ThrowsAsync<ArgumentNullException>(() => Table.DeleteEntityAsync("p", null!, cancellationToken: Cancel));
    }

    [Fact]
    public async Task AnyRequest_WhenCancelledBefore_IsACancelledTask()
    {
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Table.AddEntityAsync(new TableEntity("p", "r"), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Table.SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("p", "r"))], cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Table.QueryAsync<TableEntity>(cancellationToken: cancelled).ToListAsync(CancellationToken.None));
        Assert.False((await Table.GetEntityIfExistsAsync<TableEntity>("p", "r", cancellationToken: Cancel)).HasValue);
    }

    [Fact]
    public async Task Add_WhenRowIsNew_ReturnsTheVersionThatReadsReturn()
    {
        var response = await Table.AddEntityAsync(new TableEntity("p", "r") { ["Text"] = "x" }, Cancel);
        var read = await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel);
        Assert.Equal(response.Headers.ETag, read.Value.ETag);
        Assert.Equal(("p", "r", "x"), (read.Value.PartitionKey, read.Value.RowKey, read.Value.GetString("Text")));
        Assert.InRange(read.Value.Timestamp!.Value, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
    }

    [Fact]
    public async Task Add_WhenRowExists_IsRefusedAndChangesNothing()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["Text"] = "first" }, Cancel);
        var failure = await Failures.Refused(409, "EntityAlreadyExists", () => Table.AddEntityAsync(new TableEntity("p", "r") { ["Text"] = "second" }, Cancel));
        Assert.True(failure.ErrorCode == TableErrorCode.EntityAlreadyExists);
        Assert.Equal("first", (await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel)).Value.GetString("Text"));
    }

    [Fact]
    public async Task Get_WhenRowIsMissing_IsRefusedOrHasNoValue()
    {
        await Failures.Refused(404, "ResourceNotFound", () => Table.GetEntityAsync<TableEntity>("p", "none", cancellationToken: Cancel));
        Assert.False((await Table.GetEntityIfExistsAsync<TableEntity>("p", "none", cancellationToken: Cancel)).HasValue);
    }

    [Fact]
    public async Task Update_WhenRowIsMissing_SaysResourceNotFound()
    {
        await Failures.Refused(404, "ResourceNotFound", () => Table.UpdateEntityAsync(new TableEntity("p", "none"), ETag.All, TableUpdateMode.Replace, Cancel));
        await Failures.Refused(404, "ResourceNotFound", () => Table.UpdateEntityAsync(new TableEntity("p", "none"), ETag.All, TableUpdateMode.Merge, Cancel));
    }

    [Theory]
    [InlineData(TableUpdateMode.Merge)]
    [InlineData(TableUpdateMode.Replace)]
    public async Task Update_WhenVersionIsOld_IsRefusedAndChangesNothing(TableUpdateMode mode)
    {
        var first = (await Table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 }, Cancel)).Headers.ETag!.Value;
        var second = (await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, first, mode, Cancel)).Headers.ETag!.Value;
        Assert.NotEqual(first, second);
        await Failures.Refused(412, "UpdateConditionNotSatisfied", () => Table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 3 }, first, mode, Cancel));
        var row = (await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel)).Value;
        Assert.Equal((2, second), (row.GetInt32("N"), row.ETag));
    }

    [Fact]
    public async Task Update_WhenMerging_KeepsPropertiesThatAreNotGiven()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = "a", ["B"] = 1 }, Cancel);
        await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["B"] = 2L, ["C"] = true, ["A"] = null! }, ETag.All, TableUpdateMode.Merge, Cancel);
        var row = (await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel)).Value;
        Assert.Equal(("a", 2L, true), (row.GetString("A"), row.GetInt64("B"), row.GetBoolean("C")));
    }

    [Fact]
    public async Task Update_WhenReplacing_RemovesPropertiesThatAreNotGiven()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = "a", ["B"] = 1 }, Cancel);
        await Table.UpdateEntityAsync(new TableEntity("p", "r") { ["B"] = 2 }, ETag.All, TableUpdateMode.Replace, Cancel);
        var row = (await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel)).Value;
        Assert.False(row.ContainsKey("A"));
        Assert.Equal(2, row.GetInt32("B"));
    }

    [Fact]
    public async Task Update_WhenNoVersionIsStated_IsAnArgumentError() =>
        await Assert.ThrowsAsync<ArgumentException>(() => Table.UpdateEntityAsync(new TableEntity("p", "r"), default, cancellationToken: Cancel));

    [Fact]
    public async Task Upsert_WhenRowIsMissingOrThere_InsertsMergesOrReplaces()
    {
        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["A"] = 1 }, TableUpdateMode.Merge, Cancel);
        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["B"] = 2 }, TableUpdateMode.Merge, Cancel);
        var merged = (await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel)).Value;
        Assert.Equal((1, 2), (merged.GetInt32("A"), merged.GetInt32("B")));
        await Table.UpsertEntityAsync(new TableEntity("p", "r") { ["C"] = 3 }, TableUpdateMode.Replace, Cancel);
        var replaced = (await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel)).Value;
        Assert.Equal((null, 3), (replaced.GetInt32("A"), replaced.GetInt32("C")));
        await Table.UpsertEntityAsync(new TableEntity("p", "new") { ["C"] = 3 }, TableUpdateMode.Replace, Cancel);
        Assert.True((await Table.GetEntityIfExistsAsync<TableEntity>("p", "new", cancellationToken: Cancel)).HasValue);
    }

    [Fact]
    public async Task Delete_WhenVersionIsOld_IsRefused()
    {
        var first = (await Table.AddEntityAsync(new TableEntity("p", "r"), Cancel)).Headers.ETag!.Value;
        var second = (await Table.UpsertEntityAsync(new TableEntity("p", "r"), TableUpdateMode.Replace, Cancel)).Headers.ETag!.Value;
        await Failures.Refused(412, "UpdateConditionNotSatisfied", () => Table.DeleteEntityAsync("p", "r", first, Cancel));
        Assert.Equal(204, (await Table.DeleteEntityAsync("p", "r", second, Cancel)).Status);
        Assert.False((await Table.GetEntityIfExistsAsync<TableEntity>("p", "r", cancellationToken: Cancel)).HasValue);
    }

    [Fact]
    public async Task Delete_WhenRowIsMissing_IsNoFailure()
    {
        Assert.Equal(404, (await Table.DeleteEntityAsync("p", "none", cancellationToken: Cancel)).Status);
        Assert.Equal(404, (await Table.DeleteEntityAsync(new TableEntity("p", "none"), ETag.All, Cancel)).Status);
    }

    [Fact]
    public async Task Update_When32WritersShareARow_LosesNone()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 0 }, Cancel);
        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(IncrementAsync, Cancel)));
        Assert.Equal(32, (await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel)).Value.GetInt32("N"));
    }

    private async Task IncrementAsync()
    {
        while (true)
        {
            var row = (await Table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancel)).Value;
            row["N"] = row.GetInt32("N")!.Value + 1;
            try
            {
                await Table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, Cancel);
                return;
            }
            catch (RequestFailedException failure) when (failure.Status == 412)
            {
                // Another writer was first.
            }
        }
    }
}

public sealed class EmbeddedTableWrites(EmbeddedStorage storage) : TableWriteContract(storage);

public sealed class AzuriteTableWrites(AzuriteStorage storage) : TableWriteContract(storage);
