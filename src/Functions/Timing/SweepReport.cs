using Cadenza.Functions.Platform.Observability;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Timing;

/// <summary>What the sweep tells of itself.</summary>
internal sealed class SweepReport(Telemetry telemetry, ILogger<SweepReport> log)
{
    private int _found;
    private TimeSpan _latest;

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
        if (_found > 0) log.DriversSwept(_found, _latest);
    }
}
