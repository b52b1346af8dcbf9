using System.Diagnostics.Metrics;

namespace Cadenza.Functions.Platform.Observability;

/// <summary>What the app measures about itself: meter <c>Cadenza</c>.</summary>
internal sealed class Telemetry : IDisposable
{
    private readonly Meter _meter = new("Cadenza");
    private readonly Histogram<double> _stepLateBy;
    private readonly Histogram<double> _sweptLateBy;

    /// <summary>Creates the instruments.</summary>
    public Telemetry()
    {
        _stepLateBy = _meter.CreateHistogram<double>("cadenza.step.late_by", "s", "How long after its due time a cohort began a step.");
        _sweptLateBy = _meter.CreateHistogram<double>("cadenza.sweep.late_by", "s", "How overdue the drivers were that the sweep had to wake.");
    }

    /// <summary>A cohort began a step.</summary>
    public void StepStarted(TimeSpan lateBy) => _stepLateBy.Record(lateBy.TotalSeconds);

    /// <summary>The sweep found an overdue driver.</summary>
    public void Swept(TimeSpan lateBy) => _sweptLateBy.Record(lateBy.TotalSeconds);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
