using System.Text.Json;
using Azure.Data.Tables;
using Cadenza.LocalHost.Durable;
using Cadenza.LocalHost.Durable.Hub;
using Microsoft.DurableTask.Client;

namespace Cadenza.LocalHost.Tests.Durable;

public sealed class LayoutTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_WhenTheRowsAreTheFirstLayouts_IsRefusedAndLeavesThem()
    {
        await using var hub = NewHub();
        var rows = await WriteFirstLayoutAsync(hub);

        var refused = await Assert.ThrowsAsync<TaskHubLayoutException>(hub.StartAsync);

        Assert.Contains("layout 1", refused.Message, StringComparison.Ordinal);
        Assert.Equal(rows, await CountAsync(hub));
        // Nothing is kept from the version that can use them.
        Assert.Null(await hub.NewStore().GetAsync(HubKeys.LeasePartition, HubKeys.LeaseRow, Cancellation));
    }

    [Fact]
    public async Task Start_WhenToldToRebuild_BeginsEmptyAndStaysSo()
    {
        await using var hub = NewHub();
        await WriteFirstLayoutAsync(hub);
        hub.Options = hub.Options with { OldLayout = OldHubLayout.Rebuild };

        await hub.StartAsync();

        Assert.Null(await hub.Client.GetInstanceAsync("driver-0", Cancellation));
        Assert.Null(await hub.Client.GetInstanceAsync("short-1", Cancellation));
        Assert.Equal(HubKeys.Shards, await CountAsync(hub));
        await hub.ScheduleAsync(id: "driver-0");
        await hub.CrashAndRestartAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusAsync("driver-0"));
    }

    [Fact]
    public async Task Start_WhenARebuildWasCutOff_GoesOnWithIt()
    {
        await using var hub = NewHub();
        await WriteFirstLayoutAsync(hub);
        hub.Options = hub.Options with { OldLayout = OldHubLayout.Rebuild };
        var store = new FaultyStore(hub.NewStore());
        hub.Store = store;
        store.FailFrom(7, applied: true);
        using var cut = new CancellationTokenSource();
        var starting = hub.NewEngine().StartAsync(cut.Token);
        await store.Down;
        await cut.CancelAsync();
        Assert.NotNull(await Record.ExceptionAsync(() => starting));

        hub.Store = null;
        await hub.StartAsync();

        Assert.Null(await hub.Client.GetInstanceAsync("driver-3", Cancellation));
        Assert.Equal(HubKeys.Shards, await CountAsync(hub));
    }

    [Fact]
    public async Task Start_WhenTheLayoutIsNewer_IsRefusedWhateverTheChoice()
    {
        await using var hub = NewHub();
        hub.Options = hub.Options with { OldLayout = OldHubLayout.Rebuild };
        await hub.NewStore().CreateAsync(Cancellation);
        var mark = new TableEntity(HubKeys.LeasePartition, HubKeys.LayoutRow) { ["Version"] = 3 };
        await hub.NewStore().TryWriteAsync([new(TableTransactionActionType.Add, mark)], Cancellation);

        var refused = await Assert.ThrowsAsync<TaskHubLayoutException>(hub.StartAsync);

        Assert.Contains("newer", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhenAnEmptyHubOfTheFirstLayoutIsThere_TakesIt()
    {
        await using var hub = NewHub();
        await hub.NewStore().CreateAsync(Cancellation);
        var fence = new TableEntity(HubKeys.Partition(0), HubKeys.Fence) { ["Owner"] = "somebody", ["Written"] = 7L };
        await hub.NewStore().TryWriteAsync([new(TableTransactionActionType.Add, fence)], Cancellation);

        await hub.StartAsync();

        await hub.ScheduleAsync(id: "x");
        Assert.Equal(OrchestrationRuntimeStatus.Running, await hub.StatusAsync("x"));
    }

    private static TestHub NewHub() => new TestHub().Orchestrator("main", async context => await context.WaitForExternalEvent<string>("go"));

    /// <summary>Rows as the version wrote them that had the first layout: waiting drivers, one that is scheduled, one that has ended.</summary>
    private static async Task<int> WriteFirstLayoutAsync(TestHub hub)
    {
        await using var file = typeof(LayoutTests).Assembly.GetManifestResourceStream("layout-1.json")!;
        var rows = (await JsonSerializer.DeserializeAsync<List<Dictionary<string, JsonElement>>>(file, cancellationToken: Cancellation))!;
        var store = hub.NewStore();
        await store.CreateAsync(Cancellation);
        foreach (var row in rows)
        {
            var entity = new TableEntity(row.ToDictionary(property => property.Key, property => Value(property.Value)));
            await store.TryWriteAsync([new(TableTransactionActionType.Add, entity)], Cancellation);
        }

        return rows.Count;
    }

    private static object Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetInt32(),
        JsonValueKind.Object when value.TryGetProperty("DateTime", out var time) => time.GetDateTimeOffset(),
        JsonValueKind.Object => value.GetProperty("Int64").GetInt64(),
        _ => value.GetBoolean(),
    };

    private static async Task<int> CountAsync(TestHub hub)
    {
        var count = 0;
        for (var shard = 0; shard < HubKeys.Shards; shard++)
            count += (await hub.NewStore().RangeAsync(HubKeys.Partition(shard), "!", "\u007f", 1000, Cancellation)).Count;
        return count;
    }
}
