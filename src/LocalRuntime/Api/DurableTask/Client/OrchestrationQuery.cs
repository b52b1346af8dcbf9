namespace Microsoft.DurableTask.Client;

/// <summary>Which orchestrations to list. What is null does not restrict.</summary>
/// <param name="CreatedFrom">Scheduled at or after this moment.</param>
/// <param name="CreatedTo">Scheduled at or before this moment.</param>
/// <param name="Statuses">In one of these statuses.</param>
/// <param name="TaskHubNames">In one of these task hubs.</param>
/// <param name="InstanceIdPrefix">With an instance id that begins with this.</param>
/// <param name="PageSize">The most items in a page.</param>
/// <param name="FetchInputsAndOutputs">Whether input, output and custom status are fetched too.</param>
/// <param name="ContinuationToken">Where to begin: the token of an earlier page.</param>
public record OrchestrationQuery(
    DateTimeOffset? CreatedFrom = null,
    DateTimeOffset? CreatedTo = null,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null,
    IEnumerable<string>? TaskHubNames = null,
    string? InstanceIdPrefix = null,
    int PageSize = OrchestrationQuery.DefaultPageSize,
    bool FetchInputsAndOutputs = false,
    string? ContinuationToken = null)
{
    /// <summary>The page size unless another is asked for.</summary>
    public const int DefaultPageSize = 100;
}
