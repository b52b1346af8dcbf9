using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Cadenza.Functions.Platform.Idempotency;

/// <summary>An answer as it went out: what a repeat of the request is given again.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">The headers that the endpoint set; not those of the pipeline, such as the request's id.</param>
/// <param name="Body">The body.</param>
internal sealed record KeptAnswer(int Status, IReadOnlyDictionary<string, StringValues> Headers, byte[] Body)
{
    /// <summary>Says of an answer that it is an earlier one.</summary>
    public const string ReplayedHeader = "Idempotent-Replayed";

    /// <summary>Answers with it.</summary>
    /// <param name="replayed">Whether it is given again.</param>
    public IResult ToResult(bool replayed) => new Result(this, replayed);

    private sealed class Result(KeptAnswer answer, bool replayed) : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => answer.Status;

        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = answer.Status;
            foreach (var (name, value) in answer.Headers) response.Headers[name] = value;
            if (replayed) response.Headers[ReplayedHeader] = "true";
            return answer.Body.Length == 0 ? Task.CompletedTask : response.Body.WriteAsync(answer.Body, httpContext.RequestAborted).AsTask();
        }
    }
}
