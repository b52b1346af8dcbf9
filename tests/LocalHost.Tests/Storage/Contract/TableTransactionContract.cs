using Azure;
using Azure.Data.Tables;

namespace Cadenza.LocalHost.Tests.Storage.Contract;

/// <summary>Entity-group transactions.</summary>
public abstract class TableTransactionContract(IStorageUnderTest storage) : StorageContract(storage)
{
    [Fact]
    public async Task Submit_WhenAllActionsApply_ReturnsAVersionEach()
    {
        var etag = (await Table.AddEntityAsync(new TableEntity("p", "replace") { ["Old"] = 1 }, Cancel)).Headers.ETag!.Value;
        await Table.AddEntityAsync(new TableEntity("p", "merge") { ["Old"] = 1 }, Cancel);
        await Table.AddEntityAsync(new TableEntity("p", "delete"), Cancel);
        var responses = (await Table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "add") { ["Text"] = "it's\r\n--odd" }),
            new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "replace") { ["New"] = 2 }, etag),
            new(TableTransactionActionType.UpdateMerge, new TableEntity("p", "merge") { ["New"] = 2 }, ETag.All),
            new(TableTransactionActionType.Delete, new TableEntity("p", "delete")),
            new(TableTransactionActionType.UpsertMerge, new TableEntity("p", "upsert1") { ["New"] = 2 }),
            new(TableTransactionActionType.UpsertReplace, new TableEntity("p", "upsert2") { ["New"] = 2 }),
        ], Cancel)).Value;
        Assert.Equal(6, responses.Count);
        Assert.All(responses, response => Assert.Equal(204, response.Status));
        var rows = (await Rows()).ToDictionary(row => row.RowKey);
        Assert.Equal(["add", "merge", "replace", "upsert1", "upsert2"], rows.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("it's\r\n--odd", rows["add"].GetString("Text"));
        Assert.Equal((null, 2), (rows["replace"].GetInt32("Old"), rows["replace"].GetInt32("New")));
        Assert.Equal((1, 2), (rows["merge"].GetInt32("Old"), rows["merge"].GetInt32("New")));
        Assert.Equal(rows["replace"].ETag, responses[1].Headers.ETag);
    }

    [Fact]
    public async Task Submit_WhenUpdateStatesNoVersion_IsAnUpsert()
    {
        await Table.SubmitTransactionAsync([new(TableTransactionActionType.UpdateMerge, new TableEntity("p", "new") { ["N"] = 1 })], Cancel);
        Assert.Single(await Rows());
    }

    [Fact]
    public async Task Submit_WhenAnActionInTheMiddleFails_AppliesNothingAndNamesIt()
    {
        await Table.AddEntityAsync(new TableEntity("p", "50") { ["Text"] = "there" }, Cancel);
        var actions = Enumerable.Range(0, 100).Select(i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"{i:D2}")));
        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(actions, Cancel));
        Assert.Equal((409, "EntityAlreadyExists", 50), (failure.Status, failure.ErrorCode, failure.FailedTransactionActionIndex));
        Assert.Equal("there", Assert.Single(await Rows()).GetString("Text"));
    }

    [Fact]
    public async Task Submit_WhenAVersionIsOld_AppliesNothingAndNamesIt()
    {
        var old = (await Table.AddEntityAsync(new TableEntity("p", "b"), Cancel)).Headers.ETag!.Value;
        await Table.UpsertEntityAsync(new TableEntity("p", "b") { ["N"] = 1 }, TableUpdateMode.Replace, Cancel);
        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "a")),
            new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "b") { ["N"] = 2 }, old),
        ], Cancel));
        Assert.Equal((412, "UpdateConditionNotSatisfied", 1), (failure.Status, failure.ErrorCode, failure.FailedTransactionActionIndex));
        Assert.Equal(1, Assert.Single(await Rows()).GetInt32("N"));
    }

    [Fact]
    public async Task Submit_WhenARowToDeleteIsMissing_AppliesNothingAndNamesIt()
    {
        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "a")),
            new(TableTransactionActionType.Delete, new TableEntity("p", "none")),
        ], Cancel));
        Assert.Equal((404, "ResourceNotFound", 1), (failure.Status, failure.ErrorCode, failure.FailedTransactionActionIndex));
        Assert.Empty(await Rows());
    }

    [Fact]
    public async Task Submit_WhenARowIsNamedTwice_IsRefused()
    {
        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "b")),
            new(TableTransactionActionType.Add, new TableEntity("p", "a")),
            new(TableTransactionActionType.UpsertMerge, new TableEntity("p", "b")),
        ], Cancel));
        Assert.Equal((400, "InvalidDuplicateRow"), (failure.Status, failure.ErrorCode));
        Assert.Empty(await Rows());
    }

    [Fact]
    public async Task Submit_WhenPartitionsDiffer_IsRefused()
    {
        SkipOnAzurite("accepts transactions over several partitions.");
        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "a")),
            new(TableTransactionActionType.Add, new TableEntity("q", "b")),
        ], Cancel));
        Assert.Equal((400, "CommandsInBatchActOnDifferentPartitions"), (failure.Status, failure.ErrorCode));
        Assert.Empty(await Rows());
    }

    [Fact]
    public async Task Submit_WhenThereAreMoreThan100Actions_IsRefused()
    {
        var actions = Enumerable.Range(0, 101).Select(i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"{i:D3}")));
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => Table.SubmitTransactionAsync(actions, Cancel));
        Assert.Empty(await Rows());
        SkipOnAzurite("refuses it in a form that the official client cannot read.");
        Assert.Equal((400, "InvalidInput"), (Assert.IsType<TableTransactionFailedException>(failure).Status, ((RequestFailedException)failure).ErrorCode));
    }

    [Fact]
    public async Task Submit_WhenThereIsNoAction_IsAnError() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Table.SubmitTransactionAsync([], Cancel));

    [Fact]
    public async Task Submit_WhenTheTableIsMissing_SaysSo()
    {
        var missing = Tables.GetTableClient(NewName());
        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => missing.SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("p", "a"))], Cancel));
        Assert.Equal((404, "TableNotFound"), (failure.Status, failure.ErrorCode));
    }

    [Fact]
    public async Task Submit_WhenManyRunAtOnce_OneFailureUndoesNoOther()
    {
        await Table.AddEntityAsync(new TableEntity("p", "taken"), Cancel);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            try
            {
                await Table.SubmitTransactionAsync(
                [
                    new(TableTransactionActionType.Add, new TableEntity("p", $"{i:D2}a")),
                    new(TableTransactionActionType.Add, new TableEntity("p", i % 4 == 0 ? "taken" : $"{i:D2}b")),
                ], Cancel);
                return true;
            }
            catch (TableTransactionFailedException)
            {
                return false;
            }
        }));
        Assert.Equal(30, outcomes.Count(applied => applied));
        Assert.Equal(61, (await Rows()).Count);
    }

    private async Task<List<TableEntity>> Rows() => await Table.QueryAsync<TableEntity>(cancellationToken: Cancel).ToListAsync(Cancel);
}

public sealed class EmbeddedTableTransactions(EmbeddedStorage storage) : TableTransactionContract(storage);

public sealed class AzuriteTableTransactions(AzuriteStorage storage) : TableTransactionContract(storage);
