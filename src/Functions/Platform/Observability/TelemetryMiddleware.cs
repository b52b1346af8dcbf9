using System.Collections.Concurrent;
using System.Diagnostics;
using Cadenza.Functions.Platform.Queues;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Cadenza.Functions.Platform.Observability;

/// <summary>
/// Measures every function, and traces it where somebody listens. Orchestrators are left alone: they run again for each of
/// their turns, and their activities are traced. Spans carry no personal data: names, ids of requests and organizations.
/// </summary>
internal sealed class TelemetryMiddleware(FunctionTelemetry telemetry, TimeProvider clock) : IFunctionsWorkerMiddleware
{
    private const string OrchestrationTrigger = "orchestrationTrigger";

    // By function: as many entries as the app has functions.
    private readonly ConcurrentDictionary<string, bool> _orchestrators = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) =>
        _orchestrators.GetOrAdd(context.FunctionDefinition.Name, static (_, definition) => IsOrchestrator(definition), context.FunctionDefinition)
            ? next(context)
            : MeasuredAsync(context, next);

    private static bool IsOrchestrator(FunctionDefinition definition) =>
        definition.InputBindings.Values.Any(binding => binding.Type.Equals(OrchestrationTrigger, StringComparison.OrdinalIgnoreCase));

    private async Task MeasuredAsync(FunctionContext context, FunctionExecutionDelegate next)
    {
        var function = context.FunctionDefinition.Name;
        var http = context.GetHttpContext();
        using var span = telemetry.IsTraced ? telemetry.Begin(function, http is null ? ActivityKind.Consumer : ActivityKind.Internal, Cause(context, http)) : null;
        var began = clock.GetTimestamp();
        try
        {
            await next(context);
        }
        catch
        {
            span?.SetStatus(ActivityStatusCode.Error);
            telemetry.Ended(function, "failed", clock.GetElapsedTime(began));
            throw;
        }

        telemetry.Ended(function, Describe(span, http, context.GetInvocationResult().Value), clock.GetElapsedTime(began));
    }

    // The worker is called beside the request that it is called for, so neither it nor who queued a message is around by itself.
    private static ActivityContext Cause(FunctionContext context, HttpContext? http) => http is null
        ? QueuedTrace.Of(context)
        : http.Features.Get<IHttpActivityFeature>()?.Activity.Context ?? default;

    private static string Describe(Activity? span, HttpContext? http, object? result)
    {
        if (http is null) return "ok";
        var status = (result as IStatusCodeHttpResult)?.StatusCode ?? http.Response.StatusCode;
        span?.SetTag("http.response.status_code", status);
        span?.SetTag("cadenza.request_id", http.TraceIdentifier);
        span?.SetTag("cadenza.organization", http.Features.Get<Caller>()?.Organization.ToString());
        if (status >= 500) span?.SetStatus(ActivityStatusCode.Error);
        return status switch
        {
            < 200 => "1xx",
            < 300 => "2xx",
            < 400 => "3xx",
            < 500 => "4xx",
            _ => "5xx",
        };
    }
}
