using Cadenza.Functions.Delivery;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.App.Http;

/// <summary>GET /health/live and GET /health/ready, for those who decide whether to restart or to send traffic.</summary>
internal sealed class HealthFunctions(ReadinessProbe probe, Circuits circuits)
{
    /// <summary>200 as long as the process answers at all.</summary>
    [Operation(Tags.Health, "Is the process alive?", "200 as long as the process answers at all. It needs no key.")]
    [Answer<HealthReply>(200, "It is.")]
    [Function(AnonymousFunctions.HealthLive)]
    public static IResult Live([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/live")] HttpRequest request) =>
        Reply.Ok(new HealthReply("live"), HealthJson.Default.HealthReply);

    /// <summary>200 when storage answers and takes writes within three seconds and the sweep is not late, else 503 saying which.</summary>
    [Operation(
        Tags.Health,
        "Can the app do its work?",
        "200 when storage answers a read and takes a write within three seconds and the sweep has run within three minutes, also while nothing gets through a provider: `outages` says so. It needs no key.")]
    [Answer<ReadyReply>(200, "It can.")]
    [Refusal(503, "unavailable", "Storage does not answer, or takes no writes.")]
    [Refusal(503, "sweep_late", "The sweep has not run for three minutes.")]
    [Function(AnonymousFunctions.HealthReady)]
    public async Task<IResult> Ready(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/ready")] HttpRequest request, CancellationToken cancellation) =>
        await probe.ReadAsync(cancellation) switch
        {
            { Storage: StorageState.DoesNotAnswer } => Problem.Unavailable() with { Errors = Fault("storage", "does not answer a read within three seconds") },
            { Storage: StorageState.TakesNoWrites } => Problem.Unavailable() with { Errors = Fault("storage", "takes no writes; the log says why") },
            { SweepIsLate: true } late => new Problem(503, "sweep_late", "The sweep is late: what is overdue is not being looked after.")
            {
                Errors = Fault("sweep", late.LastSweepAt is { } at ? $"last ended at {WireTime.Format(at)}" : "has never ended"),
            },
            var ready => Reply.Ok(new ReadyReply("ready", "ok", "ok", ready.LastSweepAt, Outages()), HealthJson.Default.ReadyReply),
        };

    // No reason to take the app out of service: whatever else it does is done.
    private List<OutageReply> Outages() =>
        [.. circuits.Outages().Select(known => new OutageReply(known.Channel, known.Provider, known.Outage.Reason, known.Outage.Since, known.Outage.RetryAt))];

    private static Dictionary<string, string[]> Fault(string what, string message) => new() { [what] = [message] };
}
