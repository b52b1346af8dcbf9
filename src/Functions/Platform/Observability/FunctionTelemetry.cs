using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Cadenza.Functions.Platform.Observability;

/// <summary>What is measured of every function: a span of the source <c>Cadenza</c>, and how long it took in the meter of that name.</summary>
internal sealed class FunctionTelemetry : IDisposable
{
    /// <summary>The name of source and meter.</summary>
    public const string Name = "Cadenza";

    private readonly ActivitySource _source = new(Name);
    private readonly Meter _meter = new(Name);
    private readonly Histogram<double> _duration;

    /// <summary>Creates the instruments.</summary>
    public FunctionTelemetry() =>
        _duration = _meter.CreateHistogram<double>("cadenza.function.duration", "s", "How long functions took, by function and outcome.");

    /// <summary>Begins a function's span; null when nobody listens.</summary>
    /// <param name="function">Its name.</param>
    /// <param name="isRequest">Whether somebody waits for an answer.</param>
    public Activity? Begin(string function, bool isRequest)
    {
        var span = _source.StartActivity(function, isRequest ? ActivityKind.Internal : ActivityKind.Consumer);
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
