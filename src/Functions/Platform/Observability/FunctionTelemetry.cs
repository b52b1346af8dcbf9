using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Cadenza.Functions.Platform.Observability;

/// <summary>What is measured of every function: a span of the source <c>Cadenza</c>, and how long it took in the meter of that name.</summary>
internal sealed class FunctionTelemetry : IDisposable
{
    /// <summary>The name of source and meter.</summary>
    public const string Name = "Cadenza";

    private static readonly double[] Boundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    private readonly ActivitySource _source = new(Name);
    private readonly Meter _meter = new(Name);
    private readonly Histogram<double> _duration;

    /// <summary>Creates the instruments.</summary>
    public FunctionTelemetry() =>
        _duration = _meter.CreateHistogram(
            "cadenza.function.duration", "s", "How long functions took, by function and outcome.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Boundaries });

    /// <summary>Whether anybody listens to spans.</summary>
    public bool IsTraced => _source.HasListeners();

    /// <summary>Begins a function's span; null when it is not sampled.</summary>
    /// <param name="function">Its name.</param>
    /// <param name="kind">Whether it belongs to a request, or consumes a message.</param>
    /// <param name="cause">The span that led to it; default for none.</param>
    public Activity? Begin(string function, ActivityKind kind, ActivityContext cause)
    {
        var span = _source.StartActivity(function, kind, cause);
        span?.SetTag("faas.name", function);
        return span;
    }

    /// <summary>A function has ended.</summary>
    /// <param name="function">Its name.</param>
    /// <param name="outcome">"ok", "failed", or the class of the answer: "2xx".</param>
    /// <param name="took">How long it took.</param>
    public void Ended(string function, string outcome, TimeSpan took) =>
        _duration.Record(took.TotalSeconds, new("function", function), new KeyValuePair<string, object?>("outcome", outcome));

    /// <inheritdoc/>
    public void Dispose()
    {
        _source.Dispose();
        _meter.Dispose();
    }
}
