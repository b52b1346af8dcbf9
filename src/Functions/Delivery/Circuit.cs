using Cadenza.Domain.Delivery;
using Cadenza.Domain.Values;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Delivery;

/// <summary>
/// Whether messages of one channel and sender are worth handing over. Once nothing gets through they wait, but for one message
/// at a time that is tried; the first that gets through lets all the others go. Known to this process alone: another finds out
/// with a group of messages of its own.
/// </summary>
internal sealed class Circuit(string channel, string provider, RetrySchedule retries, TimeProvider clock, ILogger log)
{
    private readonly Lock _gate = new();
    private Outage? _outage;
    private TaskCompletionSource? _trial;
    private bool _isKnown;
    private int _told;

    /// <summary>The outage, or null as long as messages get through.</summary>
    public Outage? Outage
    {
        get
        {
            lock (_gate) return _outage;
        }
    }

    /// <summary>What keeps every message from being tried now, or null.</summary>
    public Outage? Closed => Outage is { } outage && outage.RetryAt > clock.GetUtcNow() ? outage : null;

    /// <summary>
    /// Asks to hand a group of messages over. While another run tries a message its answer is waited for. The turn is to be
    /// disposed; one whose <see cref="CircuitTurn.Refusal"/> is set hands nothing over, and so does one that was canceled.
    /// </summary>
    public async Task<CircuitTurn> EnterAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task trial;
            lock (_gate)
            {
                if (_outage is null) return new CircuitTurn(this, IsTrial: false, Refusal: null);
                if (_outage.RetryAt > clock.GetUtcNow() || cancellation.IsCancellationRequested) return new CircuitTurn(this, IsTrial: false, _outage);
                if (_trial is null)
                {
                    _trial = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    return new CircuitTurn(this, IsTrial: true, Refusal: null);
                }

                trial = _trial.Task;
            }

            await trial.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// Messages wait for the provider since a time. Where this process knows nothing of it yet, an earlier one met the outage,
    /// and that is told once.
    /// </summary>
    public void Remember(DateTimeOffset since, string reason, int waiting)
    {
        lock (_gate)
        {
            if (_isKnown) return;
            _isKnown = true;
        }

        log.OutageRemembered(channel, provider, since, reason, waiting);
    }

    /// <summary>Takes note of what came of messages, whoever handed them over.</summary>
    public void Report(IReadOnlyCollection<DeliveryOutcome> outcomes, bool isTrial = false)
    {
        Outage? before, after;
        lock (_gate)
        {
            _isKnown = true;
            before = _outage;
            _outage = after = Outage.After(before, outcomes, isTrial, retries, clock.GetUtcNow());
        }

        Tell(before, after);
    }

    /// <summary>A trial is over, or did not come about.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _trial?.SetResult();
            _trial = null;
        }
    }

    // The first failure, then one line a trial, and the end. What each line counts anew adds up to what it says in all.
    private void Tell(Outage? before, Outage? after)
    {
        if (before is null && after is not null) log.OutageBegan(channel, provider, after.Reason, after.Detail, Told(after), after.RetryAt);
        else if (before is not null && after is null) log.OutageEnded(channel, provider, Lasted(before), before.Messages);
        else if (before?.Rounds < after?.Rounds)
        {
            var earlier = _told;
            log.OutageLasts(channel, provider, Lasted(after), after.Reason, after.Detail, Told(after) - earlier, after.Messages, after.RetryAt);
        }
    }

    private int Told(Outage outage) => _told = outage.Messages;

    private TimeSpan Lasted(Outage outage) => TimeSpan.FromSeconds(Math.Floor((clock.GetUtcNow() - outage.Since).TotalSeconds));
}

/// <summary>A turn at handing messages over.</summary>
/// <param name="Circuit">Whose turn it is.</param>
/// <param name="IsTrial">Whether one message alone may be handed over, to see whether the outage is over.</param>
/// <param name="Refusal">Why nothing may be handed over, or null.</param>
internal sealed record CircuitTurn(Circuit Circuit, bool IsTrial, Outage? Refusal) : IDisposable
{
    /// <summary>Takes note of what came of the messages.</summary>
    public void Report(IReadOnlyCollection<DeliveryOutcome> outcomes) => Circuit.Report(outcomes, IsTrial);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (IsTrial) Circuit.Leave();
    }
}
