namespace Cadenza.LocalHost.Hosting;

/// <summary><c>extensions.durableTask</c> of host.json.</summary>
internal sealed record DurableSettings
{
    private const string Section = "extensions:durableTask:";

    private static readonly Dictionary<string, bool> Replaceable = new(StringComparer.OrdinalIgnoreCase) { ["NonRunningStates"] = false, ["AnyState"] = true };

    /// <summary>The task hub's name: 3 to 45 letters and digits, a letter first.</summary>
    public string HubName { get; init; } = "TestHubName";

    public int MaxConcurrentActivities { get; init; } = 10 * Environment.ProcessorCount;

    public int MaxConcurrentOrchestrators { get; init; } = 10 * Environment.ProcessorCount;

    /// <summary>How long the worker keeps an orchestration to which nothing happens; zero for not at all.</summary>
    public TimeSpan SessionIdleTimeout { get; init; }

    /// <summary>Whether a start may replace an orchestration that runs.</summary>
    public bool CanReplaceRunning { get; init; }

    public static DurableSettings Read(HostJsonValues values)
    {
        var perProcess = 10 * Environment.ProcessorCount;
        var hub = values.Text(Section + "hubName", "TestHubName");
        CheckStorage(values);
        var sessions = values.Truth(Section + "extendedSessionsEnabled", false);
        var idle = values.Number(Section + "extendedSessionIdleTimeoutInSeconds", 30, 0, 86_400);
        return new DurableSettings
        {
            HubName = IsHubName(hub) ? hub : values.Fault(Section + "hubName", $"must be 3 to 45 letters and digits beginning with a letter, not '{hub}'", "TestHubName"),
            MaxConcurrentActivities = values.Number(Section + "maxConcurrentActivityFunctions", perProcess, 1, 100_000),
            MaxConcurrentOrchestrators = values.Number(Section + "maxConcurrentOrchestratorFunctions", perProcess, 1, 100_000),
            SessionIdleTimeout = sessions ? TimeSpan.FromSeconds(idle) : TimeSpan.Zero,
            CanReplaceRunning = values.OneOf(Section + "overridableExistingInstanceStates", false, Replaceable),
        };
    }

    // Its other settings are about the official hub's own queues and leases, which this one does not have.
    private static void CheckStorage(HostJsonValues values)
    {
        const string Provider = Section + "storageProvider:type";
        if (values.Text(Provider, "AzureStorage") is var type && !string.Equals(type, "AzureStorage", StringComparison.OrdinalIgnoreCase))
            values.Fault(Provider, $"can be AzureStorage only, not '{type}'", type);
    }

    private static bool IsHubName(string name) => name.Length is >= 3 and <= 45 && char.IsAsciiLetter(name[0]) && name.All(char.IsAsciiLetterOrDigit);
}
