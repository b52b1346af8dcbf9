using Azure;

namespace Cadenza.Functions.Timing;

/// <summary>That something must be looked at by a time.</summary>
/// <typeparam name="TKey">What names it.</typeparam>
/// <param name="At">The time.</param>
/// <param name="Key">What it is.</param>
internal sealed record Due<TKey>(DateTimeOffset At, TKey Key)
{
    /// <summary>When this was noted, where the index keeps that; the row it stands for is written after it.</summary>
    public DateTimeOffset? NotedAt { get; init; }

    /// <summary>The version of its row, where it was read.</summary>
    public ETag? Version { get; init; }
}
