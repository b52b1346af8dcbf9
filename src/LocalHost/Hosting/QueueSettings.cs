namespace Cadenza.LocalHost.Hosting;

/// <summary><c>extensions.queues</c> of host.json.</summary>
internal sealed record QueueSettings
{
    private const string Section = "extensions:queues:";

    private static readonly Dictionary<string, bool> Encodings = new(StringComparer.OrdinalIgnoreCase) { ["base64"] = true, ["none"] = false };

    /// <summary>Messages fetched at once, 1 to 32.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>The next batch is fetched once this many or fewer are at work.</summary>
    public int NewBatchThreshold { get; init; } = 8;

    /// <summary>Tries before a message goes to the poison queue.</summary>
    public int MaxDequeueCount { get; init; } = 5;

    /// <summary>How long a failed message stays invisible.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.Zero;

    /// <summary>The longest pause between polls of an empty queue.</summary>
    public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether message texts are base64.</summary>
    public bool Base64 { get; init; } = true;

    public static QueueSettings Read(HostJsonValues values)
    {
        var batch = values.Number(Section + "batchSize", 16, 1, 32);
        return new QueueSettings
        {
            BatchSize = batch,
            NewBatchThreshold = values.Number(Section + "newBatchThreshold", batch / 2, 0, 10_000),
            MaxDequeueCount = values.Number(Section + "maxDequeueCount", 5, 1, 10_000),
            VisibilityTimeout = values.Time(Section + "visibilityTimeout", TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromDays(7)),
            MaxPollingInterval = values.Time(Section + "maxPollingInterval", TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
            Base64 = values.OneOf(Section + "messageEncoding", true, Encodings),
        };
    }
}
