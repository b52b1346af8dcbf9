using Cadenza.Domain.Delivery;

namespace Cadenza.Functions.Delivery.Smtp;

/// <summary>
/// At most as many connections as allowed, each with one message at a time; the last used is used first. One that has had no
/// work for a while is closed, before the server's own time-out can be mistaken for a failure.
/// </summary>
internal sealed class SmtpPool : IDisposable
{
    private readonly SmtpOptions _options;
    private readonly SmtpOAuth? _oauth;
    private readonly SemaphoreSlim _free;
    private readonly Timer _closing;
    private readonly Lock _gate = new();
    // The last used at the end. What is not here is in use or was never made, so there are never more than turns.
    private readonly List<SmtpConnection> _idle = [];
    private volatile bool _isDisposed;

    /// <summary>A pool that has no connection yet.</summary>
    public SmtpPool(SmtpOptions options, SmtpOAuth? oauth)
    {
        _options = options;
        _oauth = oauth;
        _free = new SemaphoreSlim(options.Connections);
        _closing = new Timer(_ => CloseIdle(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>Has a message sent once a connection is free, in the order of the calls; null comes of a stop before that.</summary>
    /// <param name="send">Sends over the connection that it is given.</param>
    /// <param name="cancellation">Keeps what has not begun from beginning.</param>
    public async Task<DeliveryOutcome?> SendAsync(Func<SmtpConnection, Task<DeliveryOutcome>> send, CancellationToken cancellation)
    {
        if (_isDisposed || !await TryEnterAsync(cancellation)) return null;
        try
        {
            if (_isDisposed || cancellation.IsCancellationRequested) return null;
            var connection = Take() ?? new SmtpConnection(_options, _oauth);
            try
            {
                return await send(connection);
            }
            finally
            {
                lock (_gate) _idle.Add(connection);
            }
        }
        finally
        {
            _free.Release();
        }
    }

    /// <summary>Waits for what is under way; what still waits for a connection is not sent.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _closing.Dispose();
        for (var turn = 0; turn < _options.Connections; turn++) _free.Wait();
        foreach (var connection in _idle) connection.Dispose();
        _idle.Clear();
        // Whoever still waits for a turn is to hear that there is none.
        _free.Release(_options.Connections);
    }

    private async Task<bool> TryEnterAsync(CancellationToken cancellation)
    {
        try
        {
            // In the order of the calls; and elsewhere than the caller, who has others to hand over.
            await _free.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private SmtpConnection? Take()
    {
        lock (_gate)
        {
            if (_idle.Count == 0) return null;
            var last = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
            return last;
        }
    }

    // Under a turn of its own: a connection that is being closed still counts.
    private void CloseIdle()
    {
        while (!_isDisposed && _free.Wait(0))
        {
            try
            {
                if (TakeExpired() is not { } expired) return;
                expired.Dispose();
            }
            finally
            {
                _free.Release();
            }
        }
    }

    private SmtpConnection? TakeExpired()
    {
        lock (_gate)
        {
            if (_idle.Count == 0 || Environment.TickCount64 - _idle[0].LastUsed < _options.Idle.TotalMilliseconds) return null;
            var first = _idle[0];
            _idle.RemoveAt(0);
            return first;
        }
    }
}
