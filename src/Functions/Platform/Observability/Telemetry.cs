using System.Diagnostics.Metrics;

namespace Cadenza.Functions.Platform.Observability;

/// <summary>What the app measures about itself: meter <c>Cadenza</c>.</summary>
internal sealed class Telemetry : IDisposable
{
    // From what nobody notices to what somebody has to be told of.
    private static readonly double[] Boundaries = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 86_400];

    private readonly Meter _meter = new(FunctionTelemetry.Name);
    private readonly Histogram<double> _stepLateBy;
    private readonly Histogram<double> _sweptLateBy;

    /// <summary>Creates the instruments.</summary>
    public Telemetry()
    {
        _stepLateBy = LateBy("cadenza.step.late_by", "How long after its due time a cohort began a step.");
        _sweptLateBy = LateBy("cadenza.sweep.late_by", "How overdue the drivers were that the sweep had to wake.");
    }

    /// <summary>A cohort began a step.</summary>
    public void StepStarted(TimeSpan lateBy) => _stepLateBy.Record(lateBy.TotalSeconds);

    /// <summary>The sweep found an overdue driver.</summary>
    public void Swept(TimeSpan lateBy) => _sweptLateBy.Record(lateBy.TotalSeconds);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private Histogram<double> LateBy(string name, string description) =>
        _meter.CreateHistogram(name, "s", description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Boundaries });
}
