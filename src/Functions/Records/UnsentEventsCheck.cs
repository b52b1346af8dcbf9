using System.Text.Json.Serialization;

namespace Cadenza.Functions.Records;

/// <summary>A message of the queue <see cref="UnsentEvents.QueueName"/>: see that no event of this partition was left unsent.</summary>
/// <param name="Table">The table.</param>
/// <param name="Partition">The partition, which begins with the organization.</param>
internal sealed record UnsentEventsCheck(
    [property: JsonPropertyName("table")] string Table,
    [property: JsonPropertyName("partition")] string Partition);
