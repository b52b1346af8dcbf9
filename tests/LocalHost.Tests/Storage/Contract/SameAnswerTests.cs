using Cadenza.LocalHost.Storage;

namespace Cadenza.LocalHost.Tests.Storage.Contract;

/// <summary>The embedded and the official client, asked the same at random, answer the same and hold the same.</summary>
public sealed class SameAnswerTests(EmbeddedStorage embedded, AzuriteStorage azurite)
{
    private const int Operations = 120;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Writes_WhenRandom_HaveTheSameOutcomesAndRows(int seed)
    {
        var operations = new RandomOperations(seed);
        var mine = await OpenAsync(embedded);
        var genuine = await OpenAsync(azurite);
        var seen = new HashSet<string>();
        for (var i = 0; i < Operations; i++)
        {
            var writes = operations.Next();
            var expected = await genuine.ApplyAsync(writes);
            seen.UnionWith(expected.Split(' '));
            Assert.True(expected == await mine.ApplyAsync(writes), $"Operation {i} of seed {seed}, {string.Join(", ", writes.Select(write => $"{write.Kind} {write.RowKey} {write.Version}"))}: the service answers {expected}.");
        }

        Assert.Equal(await genuine.RowsAsync(), await mine.RowsAsync());
        Assert.Superset(new HashSet<string> { "204", "EntityAlreadyExists", "ResourceNotFound", "UpdateConditionNotSatisfied", "TableTransactionFailedException" }, seen);
    }

    private static async Task<Applier> OpenAsync(IStorageUnderTest storage)
    {
        var cancel = TestContext.Current.CancellationToken;
        var table = StorageClients.Tables(await storage.ConnectionStringAsync()).GetTableClient($"same{Guid.NewGuid():N}");
        await table.CreateIfNotExistsAsync(cancel);
        return new Applier(table, cancel);
    }
}
