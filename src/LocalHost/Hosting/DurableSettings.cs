namespace Cadenza.LocalHost.Hosting;

/// <summary><c>extensions.durableTask</c> of host.json.</summary>
internal sealed record DurableSettings
{
    private const string Section = "extensions:durableTask:";

    /// <summary>The task hub's name: 3 to 45 letters and digits, a letter first.</summary>
    public string HubName { get; init; } = "TestHubName";

    public int MaxConcurrentActivities { get; init; } = 10 * Environment.ProcessorCount;

    public int MaxConcurrentOrchestrators { get; init; } = 10 * Environment.ProcessorCount;

    public static DurableSettings Read(HostJsonValues values)
    {
        var perProcess = 10 * Environment.ProcessorCount;
        var hub = values.Text(Section + "hubName", "TestHubName");
        return new DurableSettings
        {
            HubName = IsHubName(hub) ? hub : values.Fault(Section + "hubName", $"must be 3 to 45 letters and digits beginning with a letter, not '{hub}'", "TestHubName"),
            MaxConcurrentActivities = values.Number(Section + "maxConcurrentActivityFunctions", perProcess, 1, 100_000),
            MaxConcurrentOrchestrators = values.Number(Section + "maxConcurrentOrchestratorFunctions", perProcess, 1, 100_000),
        };
    }

    private static bool IsHubName(string name) => name.Length is >= 3 and <= 45 && char.IsAsciiLetter(name[0]) && name.All(char.IsAsciiLetterOrDigit);
}
