using Azure.Storage.Queues;
using Cadenza.Functions.Platform.Caching;
using Cadenza.Functions.Platform.Queues;

namespace Cadenza.Functions.Records;

/// <summary>Asks for the checks that <see cref="UnsentEvents"/> carries out: one for all changes of a partition in a while.</summary>
internal sealed class UnsentEventsChecks
{
    /// <summary>How long one check stands for all changes of its partition.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    /// <summary>When a check comes, after it was asked for: at least half a minute after the last change it stands for.</summary>
    public static readonly TimeSpan CheckAfter = TimeSpan.FromMinutes(1);

    private const int MaxWindows = 20_000;

    private readonly QueueClient _queue;
    private readonly LoadingCache<UnsentEventsCheck, bool> _asked;

    /// <summary>Has asked for none yet.</summary>
    public UnsentEventsChecks(QueueServiceClient queues, TimeProvider clock)
    {
        _queue = queues.GetQueueClient(UnsentEvents.QueueName);
        _asked = new LoadingCache<UnsentEventsCheck, bool>(MaxWindows, AskAsync, Window, clock);
    }

    /// <summary>Sees to it that a check comes after whatever is stored from now on.</summary>
    public async ValueTask EnsureAsync(UnsentEventsCheck check, CancellationToken cancellation) => await _asked.GetAsync(check, cancellation);

    /// <summary>Asks for a check, also when there was one a moment ago.</summary>
    public async Task SendAsync(UnsentEventsCheck check) =>
        await _queue.SendMessageAsync(QueuedTrace.Write(check), CheckAfter, cancellationToken: CancellationToken.None);

    private async Task<bool> AskAsync(UnsentEventsCheck check)
    {
        await SendAsync(check);
        return true;
    }
}
