using Cadenza.Domain.Records;

namespace Cadenza.Functions.Tests.Records;

/// <summary>D7: late tasks are found by the timer and told of once, whatever happens to process, clock and task.</summary>
public sealed class OverdueTaskTests(EmbeddedRecordStorage storage) : IClassFixture<EmbeddedRecordStorage>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Task_WhenLate_IsToldOnceAcrossSweepsAndRestarts()
    {
        var world = new RecordWorld(storage);
        await CreateAsync(world, TimeSpan.FromHours(1));
        Assert.Equal(0, await SweepAsync(world));
        world.Clock.Leap(TimeSpan.FromMinutes(59));
        Assert.Equal(0, await SweepAsync(world));
        world.Clock.Leap(TimeSpan.FromMinutes(2));
        await Task.WhenAll(world.Overdue.SweepAsync(Cancellation), world.Overdue.SweepAsync(Cancellation));
        Assert.Equal(1, await SweepAsync(world));
        var restarted = new RecordWorld(storage, world.Organization, clock: world.Clock);
        Assert.Equal(1, await SweepAsync(restarted));
        Assert.Empty(await world.RowsAsync(world.Tables.Records, "o|"));
    }

    [Fact]
    public async Task Clock_WhenItJumps_SkipsNoTaskAndRepeatsNone()
    {
        var world = new RecordWorld(storage);
        for (var number = 0; number < 30; number++) await CreateAsync(world, TimeSpan.FromMinutes(number));
        world.Clock.Leap(TimeSpan.FromMinutes(10.5));
        Assert.Equal(11, await SweepAsync(world));
        var earlier = new RecordWorld(storage, world.Organization, clock: new ManualTimeProvider(world.Clock.GetUtcNow() - TimeSpan.FromMinutes(8)));
        Assert.Equal(11, await SweepAsync(earlier));
        world.Clock.Leap(TimeSpan.FromDays(3));
        Assert.Equal(30, await SweepAsync(world));
    }

    [Fact]
    public async Task Task_WhenMovedOrDone_IsNotLate()
    {
        var world = new RecordWorld(storage);
        var moved = await CreateAsync(world, TimeSpan.FromHours(1));
        var done = await CreateAsync(world, TimeSpan.FromHours(1));
        var deleted = await CreateAsync(world, TimeSpan.FromHours(1));
        await world.ChangeAsync(moved, Due(world, TimeSpan.FromHours(5)));
        await world.ChangeAsync(done, """{"status":"completed"}""");
        await world.Records.DeleteAsync(world.Organization, new(RecordModule.Tasks, deleted.Id), Cancellation);
        world.Clock.Leap(TimeSpan.FromHours(2));
        Assert.Equal(0, await SweepAsync(world));
        await world.ChangeAsync(done, """{"status":"open"}""");
        Assert.Equal(1, await SweepAsync(world));
        world.Clock.Leap(TimeSpan.FromHours(4));
        Assert.Equal(2, await SweepAsync(world));
        // Late again by another date is told again; the same date is not.
        await world.ChangeAsync(done, Due(world, TimeSpan.FromHours(1)));
        world.Clock.Leap(TimeSpan.FromHours(2));
        Assert.Equal(3, await SweepAsync(world));
    }

    [Fact]
    public async Task Entry_WhenNotedBeforeItsTaskIsWritten_IsKept()
    {
        var world = new RecordWorld(storage);
        var now = world.Clock.GetUtcNow();
        var record = CrmRecord.Create(RecordId.Create(Guid.CreateVersion7(now)), RecordModule.Tasks, RecordWorld.Change(Due(world, TimeSpan.FromMinutes(-5))), now);
        await world.Due.PutAsync(new(RecordState.LateFrom(record)!.Value, new(world.Organization, record.Id)) { NotedAt = now }, Cancellation);
        Assert.Equal(0, await SweepAsync(world));
        await world.Store.AddAsync(world.Organization, new(record), null, Cancellation);
        Assert.Equal(1, await SweepAsync(world));
    }

    [Fact]
    public async Task Task_OfAProject_IsToldOfBoth()
    {
        var world = new RecordWorld(storage);
        var project = await world.CreateAsync(RecordModule.Projects, """{"name":"Move"}""");
        await world.CreateAsync(RecordModule.Tasks, $$"""{"title":"Pack","dueDate":"{{FieldTime.Format(world.Clock.GetUtcNow())}}","projectId":"{{project.Id}}"}""");
        world.Clock.Leap(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await SweepAsync(world));
        var told = (await world.ToldAsync()).Single(one => one.GetProperty("type").GetString() == "project_task_overdue");
        Assert.Equal(project.Id.ToString(), told.GetProperty("subject").GetString());
        Assert.Equal("Pack", told.GetProperty("data").GetProperty("entity").GetProperty("task").GetProperty("title").GetString());
    }

    [Fact]
    public async Task Version_OfATask_StaysWhenItIsToldLate()
    {
        var world = new RecordWorld(storage);
        var task = await CreateAsync(world, TimeSpan.FromMinutes(1));
        world.Clock.Leap(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await SweepAsync(world));
        Assert.Equal(task.Revision, (await world.FindAsync(RecordModule.Tasks, task.Id))!.Revision);
    }

    private static string Due(RecordWorld world, TimeSpan after) => $$"""{"dueDate":"{{FieldTime.Format(world.Clock.GetUtcNow() + after)}}"}""";

    private static Task<CrmRecord> CreateAsync(RecordWorld world, TimeSpan after) => world.CreateAsync(RecordModule.Tasks, Due(world, after));

    // Sweeps and counts what was told so far.
    private static async Task<int> SweepAsync(RecordWorld world)
    {
        await world.Overdue.SweepAsync(Cancellation);
        return (await world.TypesAsync()).Count(type => type == "task_overdue");
    }
}
