using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Cadenza.Functions.Platform.Idempotency;

/// <summary>
/// Carries a POST with an Idempotency-Key out once, however often it is sent, and gives the first answer again (G5). It
/// surrounds every function, so an endpoint need not know of it; one that makes things takes their ids from
/// <see cref="RequestSeedAccess.NewId"/>. Requests without the header pass by.
/// </summary>
internal sealed class IdempotencyMiddleware(IdempotencyClaims claims, SigningKeys signing) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) =>
        context.GetHttpContext() is { } http
        && HttpMethods.IsPost(http.Request.Method)
        && http.Request.Headers.ContainsKey(IdempotencyKey.Header)
        && http.Features.Get<Caller>() is { } caller
            ? OnceAsync(context, http, caller, next)
            : next(context);

    private async Task OnceAsync(FunctionContext context, HttpContext http, Caller caller, FunctionExecutionDelegate next)
    {
        var key = IdempotencyKey.Of(http.Request);
        if (key.Problem is { } unreadable)
        {
            context.GetInvocationResult().Value = unreadable;
            return;
        }

        var name = IdempotencyName.Of(signing, caller.Organization, context.FunctionDefinition.Name, http.Request.Path.ToString(), key.Value);
        var content = await RequestContent.OfAsync(http.Request, http.RequestAborted);
        switch (await claims.ClaimAsync(name, content, http.RequestAborted))
        {
            case IdempotencyClaim.Mine mine:
                await AttemptAsync(context, http, mine.Attempt, content, next);
                break;
            case IdempotencyClaim.Replay replay:
                context.GetInvocationResult().Value = replay.Answer.ToResult(replayed: true);
                break;
            case IdempotencyClaim.Refused refused:
                context.GetInvocationResult().Value = refused.Problem;
                break;
        }
    }

    private static async Task AttemptAsync(
        FunctionContext context, HttpContext http, IdempotencyAttempt attempt, RequestContent content, FunctionExecutionDelegate next)
    {
        await using var ends = attempt;
        http.Features.Set(attempt.Seed);
        KeptAnswer? answer = null;
        try
        {
            await next(context);
            // Only now: it is a snapshot. A function that wrote its answer itself has no result to keep.
            var result = context.GetInvocationResult();
            if (result.Value is IResult made)
            {
                answer = await CapturedAnswer.OfAsync(http, made);
                result.Value = answer?.ToResult(replayed: false);
            }
        }
        catch
        {
            await attempt.ReleaseAsync();
            throw;
        }

        await ((answer?.Status ?? http.Response.StatusCode) switch
        {
            // Try again: the failure is not the answer.
            >= 500 or StatusCodes.Status408RequestTimeout or StatusCodes.Status429TooManyRequests => attempt.ReleaseAsync(),
            // Nothing was done, and the same request would be refused again: there is nothing to keep.
            StatusCodes.Status400BadRequest or StatusCodes.Status413PayloadTooLarge or StatusCodes.Status415UnsupportedMediaType => attempt.WithdrawAsync(),
            _ => attempt.CompleteAsync(content, answer, http.RequestAborted),
        });
    }
}
