namespace Microsoft.DurableTask.Client;

/// <summary>De-duplication of instance ids.</summary>
public static class StartOrchestrationOptionsExtensions
{
    /// <summary>These options, with the statuses in which an instance of the same id refuses the new one.</summary>
    /// <param name="options">The options to extend.</param>
    /// <param name="dedupeStatuses">Statuses that refuse; in every other status the older instance is replaced.</param>
    public static StartOrchestrationOptions WithDedupeStatuses(this StartOrchestrationOptions options, params OrchestrationRuntimeStatus[] dedupeStatuses)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with { DedupeStatuses = [.. dedupeStatuses.Select(status => status.ToString())] };
    }
}
