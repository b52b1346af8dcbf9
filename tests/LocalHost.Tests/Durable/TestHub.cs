using Azure.Data.Tables;
using Cadenza.LocalHost.Durable;
using Cadenza.LocalHost.Durable.Hub;
using Cadenza.LocalHost.Storage.Embedded;
using Cadenza.LocalHost.Storage.Embedded.Clients;
using Cadenza.TestKit;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cadenza.LocalHost.Tests.Durable;

/// <summary>
/// A task hub on embedded storage in a folder of its own, with a clock that a test drives and functions it adds. Turns
/// are run by the official worker's code, and the client is the official one over gRPC.
/// </summary>
internal sealed class TestHub : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cadenza-durable-").FullName;
    private readonly List<DurableEngine> _engines = [];
    private DurableEngine? _engine;
    private HubServer? _server;

    public TestHub() => Tables = new EmbeddedTableServiceClient(EmbeddedStore.Of(_folder));

    public TableServiceClient Tables { get; }

    public ManualTimeProvider Clock { get; } = new();

    public TestWorker Worker { get; } = new();

    public DurableEngineOptions Options { get; set; } = new("TestHub", 16, 4);

    /// <summary>What the engine writes through; set before the start to stand between it and the table.</summary>
    public IHubStore? Store { get; set; }

    /// <summary>Where the engine logs; nowhere unless set.</summary>
    public ILoggerFactory Loggers { get; set; } = NullLoggerFactory.Instance;

    public DurableEngine Engine => _engine ?? throw new InvalidOperationException("Not started.");

    public DurableTaskClient Client => _server?.Client ?? throw new InvalidOperationException("Not started.");

    /// <summary>A hub with one orchestrator, started.</summary>
    public static async Task<TestHub> StartAsync(Func<TaskOrchestrationContext, Task<object?>> orchestrator, Action<TestHub>? setUp = null)
    {
        var hub = new TestHub();
        hub.Orchestrator("main", orchestrator);
        setUp?.Invoke(hub);
        await hub.StartAsync();
        return hub;
    }

    public IHubStore NewStore() => new TableHubStore(Tables, Options.HubName);

    public TestHub Orchestrator(string name, Func<TaskOrchestrationContext, Task<object?>> code)
    {
        Worker.Orchestrators[name] = code;
        return this;
    }

    public TestHub Activity(string name, Func<string?, object?> code)
    {
        Worker.Activities[name] = (_, input, _) => Task.FromResult(code(input));
        return this;
    }

    public TestHub ActivityAsync(string name, Func<string?, Task<object?>> code)
    {
        Worker.Activities[name] = (_, input, _) => code(input);
        return this;
    }

    public DurableEngine NewEngine(DurableEngineOptions? options = null)
    {
        var engine = new DurableEngine(options ?? Options, Worker, Store ?? new TableHubStore(Tables, (options ?? Options).HubName), Clock, Loggers.CreateLogger<DurableEngine>());
        _engines.Add(engine);
        return engine;
    }

    public async Task StartAsync()
    {
        _engine = NewEngine();
        await _engine.StartAsync(TestContext.Current.CancellationToken);
        _server ??= await HubServer.StartAsync(() => Engine, TestContext.Current.CancellationToken);
    }

    /// <summary>Stops as kill -9 would, and starts anew on the same table.</summary>
    public async Task CrashAndRestartAsync()
    {
        await Engine.AbandonAsync();
        await StartAsync();
    }

    /// <summary>Writes the lease row as another owner would.</summary>
    public async Task WriteLeaseAsync(LeaseOwner owner, TimeSpan lasts)
    {
        var row = new TableEntity(HubKeys.LeasePartition, HubKeys.LeaseRow) { ["Expires"] = DateTimeOffset.UtcNow + lasts };
        owner.Write(row);
        await NewStore().TryWriteAsync([new(TableTransactionActionType.UpsertReplace, row)], TestContext.Current.CancellationToken);
    }

    /// <summary>Makes the engine's lease look like that of a dead process, while it goes on working.</summary>
    public Task LoseLeaseAsync() => WriteLeaseAsync(new LeaseOwner(Environment.MachineName, 1, DateTimeOffset.UnixEpoch, "dead"), TimeSpan.Zero);

    public async Task<string> ScheduleAsync(object? input = null, string? id = null, string name = "main")
    {
        var instance = await Client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(id));
        await Engine.IdleAsync();
        return instance;
    }

    public async Task RaiseAsync(string id, string name, object? payload = null)
    {
        await Client.RaiseEventAsync(id, name, payload);
        await Engine.IdleAsync();
    }

    /// <summary>Moves the clock on and lets everything follow from it.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        var end = Clock.GetUtcNow() + by;
        await Engine.IdleAsync();
        while (Clock.NextTimer is { } next && next <= end)
        {
            Clock.Advance(next > Clock.GetUtcNow() ? next - Clock.GetUtcNow() : TimeSpan.Zero);
            await Engine.IdleAsync();
        }

        Clock.Advance(end - Clock.GetUtcNow());
        await Engine.IdleAsync();
    }

    /// <summary>The stored rows of its history, those of older generations included.</summary>
    public Task<List<TableEntity>> HistoryRowsAsync(string id) => NewStore().RangeAsync(
        HubKeys.Partition(HubKeys.ShardOf(id)), HubKeys.History(id), HubKeys.After(HubKeys.History(id)), 10_000, TestContext.Current.CancellationToken);

    /// <summary>The stored history of one that has ended.</summary>
    public async Task<IReadOnlyList<HistoryEvent>> HistoryAsync(string id)
    {
        var reader = new HubReader(NewStore());
        var state = await reader.EndedAsync(id, TestContext.Current.CancellationToken) ?? throw new InvalidOperationException($"{id} has not ended.");
        return await reader.HistoryAsync(id, state, TestContext.Current.CancellationToken);
    }

    public async Task<OrchestrationMetadata> GetAsync(string id) =>
        await Client.GetInstanceAsync(id, getInputsAndOutputs: true) ?? throw new InvalidOperationException($"No orchestration {id}.");

    public async Task<OrchestrationRuntimeStatus> StatusAsync(string id) => (await GetAsync(id)).RuntimeStatus;

    /// <summary>The output of one that has completed; anything else fails the test with what happened instead.</summary>
    public async Task<T> OutputAsync<T>(string id)
    {
        var metadata = await GetAsync(id);
        Assert.True(metadata.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"{metadata} {metadata.FailureDetails} {metadata.FailureDetails?.StackTrace}");
        return metadata.ReadOutputAs<T>()!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in _engines) await engine.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        Worker.Dispose();
        EmbeddedStore.Close(_folder);
        Directory.Delete(_folder, recursive: true);
    }
}
