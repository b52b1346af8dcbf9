using Azure.Data.Tables;
using Cadenza.Domain.Records;
using Cadenza.Domain.Values;
using Cadenza.Functions.Timing;

namespace Cadenza.Functions.Records.Storage;

/// <summary>Names a task that is late from a time on, unless it was changed since (D7). Table <c>recorddue</c>: <c>shard</c> by task, <c>time|organization|task</c>.</summary>
/// <param name="Organization">The organization it belongs to.</param>
/// <param name="Task">Which task.</param>
internal sealed record TaskKey(OrganizationId Organization, RecordId Task) : IDueKey<TaskKey>
{
    static string IDueKey<TaskKey>.Kind => "";

    static TableClient IDueKey<TaskKey>.Table(StorageTables tables) => tables.RecordDue;

    int IDueKey<TaskKey>.Shard => ContactShards.Of(Task.ToString()) % DueIndex.Shards;

    string IDueKey<TaskKey>.Text => $"{Organization}|{Task}";

    static TaskKey IDueKey<TaskKey>.Read(string[] parts) => new(OrganizationId.Parse(parts[1]), RecordId.Parse(parts[2]));
}
