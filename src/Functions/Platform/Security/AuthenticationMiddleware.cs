using Cadenza.Functions.Platform.Http.Problems;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Cadenza.Functions.Platform.Security;

/// <summary>Finds the caller of every HTTP request; without a known key of the right kind the function is not reached (G1).</summary>
internal sealed class AuthenticationMiddleware(IKeyLookup keys, PublicFunctions open) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && !AnonymousFunctions.Names.Contains(context.FunctionDefinition.Name))
        {
            var caller = PresentedKey.TryRead(http.Request.Headers, out var key)
                ? await keys.FindAsync(key, http.RequestAborted)
                : null;
            if (caller is null)
            {
                context.GetInvocationResult().Value = Problem.Unauthorized();
                return;
            }

            if (!open.Allows(caller.Kind, context.FunctionDefinition.Name))
            {
                context.GetInvocationResult().Value = Problem.Forbidden("A public key reaches only /v1/public; use a secret key.");
                return;
            }

            http.SetCaller(caller);
        }

        await next(context);
    }
}
