namespace Cadenza.LocalHost.Durable;

/// <summary>What of the engine can be configured.</summary>
/// <param name="HubName">The task hub: letters and digits, a letter first; names its table.</param>
/// <param name="MaxConcurrentActivities">How many activities run at a time.</param>
/// <param name="MaxConcurrentOrchestrators">How many orchestrations' turns run at a time.</param>
internal sealed record DurableEngineOptions(string HubName, int MaxConcurrentActivities, int MaxConcurrentOrchestrators)
{
    /// <summary>How many waiting orchestrations the worker may hold in memory, ready to run on; the others are replayed when something happens to them. 0 for none.</summary>
    public int MaxSessions { get; init; } = 4096;

    /// <summary>How long the worker holds one to which nothing happens. Zero for not at all.</summary>
    public TimeSpan SessionIdleTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an owner that gave no sign of life is believed to live, when it cannot be looked at.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>What becomes of rows in an older layout.</summary>
    public OldHubLayout OldLayout { get; init; }

    /// <summary>Whether a start may replace an orchestration that runs (overridableExistingInstanceStates: AnyState).</summary>
    public bool CanReplaceRunning { get; init; }

    /// <summary>Throws when a value is out of range.</summary>
    /// <exception cref="ArgumentException">Names every value that is.</exception>
    public void Validate()
    {
        List<string> faults = [];
        if (HubName is not { Length: >= 3 and <= 45 } || !char.IsAsciiLetter(HubName[0]) || !HubName.All(char.IsAsciiLetterOrDigit))
            faults.Add($"hubName '{HubName}' must have 3 to 45 letters and digits and begin with a letter");
        if (MaxConcurrentActivities < 1) faults.Add("maxConcurrentActivityFunctions must be at least 1");
        if (MaxConcurrentOrchestrators < 1) faults.Add("maxConcurrentOrchestratorFunctions must be at least 1");
        if (MaxSessions < 0) faults.Add("MaxSessions must not be negative");
        if (SessionIdleTimeout < TimeSpan.Zero) faults.Add("extendedSessionIdleTimeoutInSeconds must not be negative");
        if (LeaseDuration <= TimeSpan.Zero) faults.Add("LeaseDuration must be positive");
        if (faults.Count > 0) throw new ArgumentException($"Durable settings: {string.Join("; ", faults)}.");
    }
}
