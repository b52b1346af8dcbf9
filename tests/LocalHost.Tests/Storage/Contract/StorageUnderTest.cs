using Azure.Data.Tables;
using Azure.Storage.Queues;
using Cadenza.LocalHost.Storage;
using Cadenza.LocalHost.Storage.Embedded;
using Cadenza.LocalHost.Tests.Storage.Contract;
using Cadenza.TestKit;

[assembly: AssemblyFixture(typeof(EmbeddedStorage))]
[assembly: AssemblyFixture(typeof(AzuriteStorage))]

namespace Cadenza.LocalHost.Tests.Storage.Contract;

/// <summary>A storage that the contract is tried on; one for all tests, which use names of their own.</summary>
public interface IStorageUnderTest
{
    Task<string> ConnectionStringAsync();
}

/// <summary>Embedded storage in a temporary folder.</summary>
public sealed class EmbeddedStorage : IStorageUnderTest, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cadenza-embedded-");

    public Task<string> ConnectionStringAsync() => Task.FromResult($"UseEmbeddedStorage=true;Path={_folder.FullName}");

    public void Dispose()
    {
        EmbeddedStore.Close(_folder.FullName);
        _folder.Delete(recursive: true);
    }
}

/// <summary>A real Azurite, started by the first test that needs it.</summary>
public sealed class AzuriteStorage : IStorageUnderTest, IAsyncDisposable
{
    private readonly Lazy<Task<AzuriteServer>> _server = new(AzuriteServer.StartAsync);

    public async Task<string> ConnectionStringAsync()
    {
        if (AzuriteServer.WhyUnavailable is { } reason) Assert.Skip(reason);
        return (await _server.Value).ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated && _server.Value.IsCompletedSuccessfully) await (await _server.Value).DisposeAsync();
    }
}

/// <summary>What the contract's tests share: clients of the storage, and tables and queues that are gone afterwards.</summary>
public abstract class StorageContract(IStorageUnderTest storage) : IAsyncLifetime
{
    private readonly List<Func<Task>> _cleanUp = [];

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected TableServiceClient Tables { get; private set; } = null!;

    /// <summary>A table of the test's own.</summary>
    protected TableClient Table { get; private set; } = null!;

    /// <summary>Azurite differs here from what Azure documents, and the documentation counts.</summary>
    protected void SkipOnAzurite(string difference) => Assert.SkipWhen(storage is AzuriteStorage, $"Azurite {difference}");

    protected static string NewName() => $"t{Guid.NewGuid():N}";

    public async ValueTask InitializeAsync()
    {
        Tables = StorageClients.Tables(await storage.ConnectionStringAsync());
        Table = Tables.GetTableClient(NewName());
        await Table.CreateIfNotExistsAsync(Cancel);
        _cleanUp.Add(() => Table.DeleteAsync(CancellationToken.None));
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var action in _cleanUp) await action();
    }

    protected async Task<QueueClient> NewQueueAsync(QueueMessageEncoding encoding = QueueMessageEncoding.None)
    {
        var service = StorageClients.Queues(await storage.ConnectionStringAsync(), encoding);
        var queue = service.GetQueueClient(NewName());
        await queue.CreateIfNotExistsAsync(cancellationToken: Cancel);
        _cleanUp.Add(() => queue.DeleteIfExistsAsync(CancellationToken.None));
        return queue;
    }

    protected async Task<QueueClient> MissingQueueAsync() => StorageClients.Queues(await storage.ConnectionStringAsync()).GetQueueClient(NewName());
}
