using Cadenza.Domain.Delivery;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Storage;

namespace Cadenza.Functions.Sequences;

/// <summary>
/// Whether one run over a chunk may go on sending. Its sequence's row is read again when what was read is older than
/// <see cref="MaxAge"/>, so a pause or cancel stops a slow chunk between two waves.
/// </summary>
internal sealed class SendPermit
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMilliseconds(500);
    private readonly SequenceStore _sequences;
    private readonly TimeProvider _clock;
    private Sequence _sequence;
    private DateTimeOffset _readAt;

    /// <summary>A permit that rests on a row read just now.</summary>
    public SendPermit(SequenceStore sequences, Sequence sequence, TimeProvider clock)
    {
        _sequences = sequences;
        _clock = clock;
        _sequence = sequence;
        _readAt = clock.GetUtcNow();
    }

    /// <summary>Whether the next wave may go.</summary>
    public async ValueTask<bool> IsOpenAsync(CancellationToken cancellation)
    {
        if (_clock.GetUtcNow() - _readAt > MaxAge)
        {
            if (await _sequences.GetAsync(_sequence.Organization, _sequence.Id, cancellation) is not { } read) return false;
            _sequence = read.Sequence;
            _readAt = _clock.GetUtcNow();
        }

        return SendGate.IsOpen(_sequence);
    }
}
