using System.Text;

namespace Cadenza.LocalHost.Storage.Embedded;

/// <summary>The queue service's limits.</summary>
internal static class QueueRules
{
    public const int MaxMessageBytes = 64 * 1024;
    public const int MaxMessages = 32;

    private static readonly TimeSpan MaxVisibility = TimeSpan.FromDays(7);
    private static readonly TimeSpan DefaultTimeToLive = TimeSpan.FromDays(7);
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    public static StorageFault? FaultOfName(string queue) =>
        queue.Length is >= 3 and <= 63 && queue.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && queue[0] != '-' && queue[^1] != '-' && !queue.Contains("--", StringComparison.Ordinal)
            ? null
            : StorageFault.InvalidResourceName;

    public static StorageFault? FaultOfSend(string text, TimeSpan? visibility, TimeSpan? timeToLive)
    {
        if (Encoding.UTF8.GetByteCount(text) > MaxMessageBytes) return StorageFault.MessageTooLarge;
        if (visibility is { } hidden && (hidden < TimeSpan.Zero || hidden > MaxVisibility)) return StorageFault.OutOfRangeQuery("visibilitytimeout is 0 seconds to 7 days.");
        if (timeToLive is not { } lives || lives == Forever) return null;
        if (lives < TimeSpan.FromSeconds(1)) return StorageFault.OutOfRangeQuery("messagettl is at least 1 second, or -1 second for ever.");
        return visibility >= lives ? StorageFault.OutOfRangeQuery("visibilitytimeout is less than messagettl.") : null;
    }

    public static StorageFault? FaultOfReceive(int? maxMessages, TimeSpan? visibility)
    {
        if (maxMessages is < 1 or > MaxMessages) return StorageFault.OutOfRangeQuery("numofmessages is 1 to 32.");
        return visibility is { } hidden && (hidden < TimeSpan.FromSeconds(1) || hidden > MaxVisibility)
            ? StorageFault.OutOfRangeQuery("visibilitytimeout is 1 second to 7 days.")
            : null;
    }

    public static long Expiry(long now, TimeSpan? timeToLive) =>
        timeToLive == Forever ? DateTime.MaxValue.Ticks : now + (timeToLive ?? DefaultTimeToLive).Ticks;

    public static bool SameMetadata(Dictionary<string, string> left, IDictionary<string, string> right) =>
        left.Count == right.Count && left.All(pair => right.TryGetValue(pair.Key, out var value) && value == pair.Value);
}
