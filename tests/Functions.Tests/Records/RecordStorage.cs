using System.Collections.Concurrent;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Cadenza.Functions.Events;
using Cadenza.Functions.Platform.Tables;
using Cadenza.Functions.Records;
using Cadenza.LocalHost.Storage;

namespace Cadenza.Functions.Tests.Records;

/// <summary>Storage that the tests of a class share, each with an organization of its own. Nothing but they takes messages off its queues.</summary>
public abstract class RecordStorage : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, JsonElement> _told = new();
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>What this machine lacks for it, or null.</summary>
    public virtual string? Missing => null;

    internal TableServiceClient Tables { get; private set; } = null!;

    internal QueueServiceClient Queues { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Missing is not null) return;
        var connection = await CreateAsync();
        Tables = StorageClients.Tables(connection);
        Queues = StorageClients.Queues(connection);
        await new StorageTables(Tables).CreateAsync(CancellationToken.None);
        foreach (var queue in (string[])[EventQueue.QueueName, UnsentEvents.QueueName, "contact-erasures"])
            await Queues.GetQueueClient(queue).CreateIfNotExistsAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await DeleteAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The events of an organization that are in the queue, or were: by source and id, as whoever takes them in counts them.</summary>
    internal async Task<IReadOnlyList<JsonElement>> ToldAsync(string organization)
    {
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            var queue = Queues.GetQueueClient(EventQueue.QueueName);
            while ((await queue.ReceiveMessagesAsync(32, cancellationToken: TestContext.Current.CancellationToken)).Value is { Length: > 0 } messages)
            {
                foreach (var message in messages)
                {
                    using var events = JsonDocument.Parse(message.MessageText);
                    foreach (var one in events.RootElement.EnumerateArray())
                        _told[$"{one.GetProperty("organization")} {one.GetProperty("source")} {one.GetProperty("id")}"] = one.Clone();
                    await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, TestContext.Current.CancellationToken);
                }
            }
        }
        finally
        {
            _gate.Release();
        }

        return [.. _told.Where(one => one.Key.StartsWith(organization + " ", StringComparison.Ordinal)).Select(one => one.Value)];
    }

    /// <summary>Makes storage.</summary>
    /// <returns>Its connection string.</returns>
    protected abstract ValueTask<string> CreateAsync();

    /// <summary>Deletes it.</summary>
    protected abstract ValueTask DeleteAsync();
}

/// <summary>Embedded.</summary>
public sealed class EmbeddedRecordStorage : RecordStorage
{
    private readonly TemporaryFolder _folder = new();

    /// <inheritdoc/>
    protected override ValueTask<string> CreateAsync() => new($"UseEmbeddedStorage=true;Path={_folder.Path}");

    /// <inheritdoc/>
    protected override ValueTask DeleteAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>A real Azurite.</summary>
public sealed class AzuriteRecordStorage : RecordStorage
{
    private AzuriteServer? _azurite;

    /// <inheritdoc/>
    public override string? Missing => AzuriteServer.WhyUnavailable;

    /// <inheritdoc/>
    protected override async ValueTask<string> CreateAsync()
    {
        _azurite = await AzuriteServer.StartAsync();
        return _azurite.ConnectionString;
    }

    /// <inheritdoc/>
    protected override async ValueTask DeleteAsync()
    {
        if (_azurite is not null) await _azurite.DisposeAsync();
    }
}
