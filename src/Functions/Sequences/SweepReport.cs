using Cadenza.Functions.Platform.Observability;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Sequences;

/// <summary>What the sweep tells of itself.</summary>
internal sealed class SweepReport(TimeProvider clock, Telemetry telemetry, ILogger<SweepReport> log)
{
    private int _found;
    private TimeSpan _latest;

    /// <summary>The current time.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>An overdue driver.</summary>
    public void Found(TimeSpan lateBy)
    {
        telemetry.Swept(lateBy);
        _found++;
        if (lateBy > _latest) _latest = lateBy;
    }

    /// <summary>The end of a sweep.</summary>
    public void Done()
    {
        if (_found > 0) Log.DriversSwept(log, _found, _latest);
    }
}
