using Cadenza.Functions.Http.Platform.OpenApi.Declarations;
using Cadenza.Functions.Http.Platform.Problems;
using Cadenza.Functions.Http.Platform.Replies;
using Cadenza.Functions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Http.Platform.Health;

/// <summary>GET /health/live and GET /health/ready, for those who decide whether to restart or to send traffic.</summary>
internal sealed class HealthFunctions(StorageProbe storage)
{
    /// <summary>200 as long as the process answers at all.</summary>
    [Operation(Tags.Health, "Is the process alive?", "200 as long as the process answers at all. It needs no key.")]
    [Answer<HealthReply>(200, "It is.")]
    [Function(AnonymousFunctions.HealthLive)]
    public static IResult Live([HttpTrigger("get", Route = "health/live")] HttpRequest request) =>
        Reply.Ok(new HealthReply("live"), PlatformJson.Default.HealthReply);

    /// <summary>200 when storage answers a read within three seconds, else 503.</summary>
    [Operation(Tags.Health, "Can the app do its work?", "200 when storage answers a read within three seconds. It needs no key.")]
    [Answer<HealthReply>(200, "It can.")]
    [Refusal(503, "unavailable", "Storage does not answer.")]
    [Function(AnonymousFunctions.HealthReady)]
    public async Task<IResult> Ready(
        [HttpTrigger("get", Route = "health/ready")] HttpRequest request, CancellationToken cancellation) =>
        await storage.AnswersAsync(cancellation)
            ? Reply.Ok(new HealthReply("ready"), PlatformJson.Default.HealthReply)
            : Problem.Unavailable();
}
