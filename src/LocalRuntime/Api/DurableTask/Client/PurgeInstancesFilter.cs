namespace Microsoft.DurableTask.Client;

/// <summary>Which orchestrations to purge. What is null does not restrict; only ones that have ended are purged.</summary>
/// <param name="CreatedFrom">Scheduled at or after this moment.</param>
/// <param name="CreatedTo">Scheduled at or before this moment.</param>
/// <param name="Statuses">In one of these statuses.</param>
public record PurgeInstancesFilter(DateTimeOffset? CreatedFrom = null, DateTimeOffset? CreatedTo = null, IEnumerable<OrchestrationRuntimeStatus>? Statuses = null);
