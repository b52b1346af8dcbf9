using Azure.Data.Tables;

namespace Cadenza.LocalHost.Timers;

/// <summary>Keeps the status of schedules between starts: one row a function. The app has one host, so writes need no condition.</summary>
internal sealed class TimerStatusTable(TableServiceClient account, string app)
{
    private readonly TableClient _table = account.GetTableClient("TimerStatus");

    public Task CreateAsync(CancellationToken cancellation) => _table.CreateIfNotExistsAsync(cancellation);

    /// <summary>The function's status, or null when there is none or it belongs to another schedule.</summary>
    public async Task<TimerStatus?> LoadAsync(string function, string schedule, CancellationToken cancellation)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(app, function, cancellationToken: cancellation);
        if (!found.HasValue || found.Value!.GetString("Schedule") != schedule) return null;
        return new TimerStatus(Time(found.Value, "Last"), Time(found.Value, "Next"), Time(found.Value, "LastUpdated"));
    }

    public Task SaveAsync(string function, string schedule, TimerStatus status, CancellationToken cancellation)
    {
        var row = new TableEntity(app, function) { ["Schedule"] = schedule };
        Put(row, "Last", status.Last);
        Put(row, "Next", status.Next);
        Put(row, "LastUpdated", status.LastUpdated);
        return _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
    }

    // Tables know no time before 1601; "never" is a column that is not there.
    private static void Put(TableEntity row, string name, DateTime time)
    {
        if (time != default) row[name] = new DateTimeOffset(time, TimeSpan.Zero);
    }

    private static DateTime Time(TableEntity row, string name) => row.GetDateTimeOffset(name)?.UtcDateTime ?? default;
}
