using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.Azure.Functions.Worker.AuthorizationLevel;

namespace Cadenza.SampleApp.Http;

/// <summary>A service of one invocation.</summary>
public sealed class Scoped
{
    /// <summary>Tells that it was made.</summary>
    public Scoped(Seen seen) => seen.Tell("scope");
}

/// <summary>A class of which each invocation gets an instance.</summary>
public sealed class InstanceFunctions
{
    private readonly Scoped _scoped;

    /// <summary>Tells that it was made.</summary>
    public InstanceFunctions(Seen seen, Scoped scoped)
    {
        _scoped = scoped;
        seen.Tell("made");
    }

    /// <summary>Whether it, the context and the request share one scope.</summary>
    [Function(nameof(Instance))]
    public IResult Instance([HttpTrigger(Anonymous, "get", Route = "instance")] HttpRequest request, FunctionContext context) =>
        TypedResults.Ok(ReferenceEquals(_scoped, context.InstanceServices.GetRequiredService<Scoped>())
            && ReferenceEquals(_scoped, request.HttpContext.RequestServices.GetRequiredService<Scoped>()));
}
