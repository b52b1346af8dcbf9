using System.Collections.Frozen;
using Cadenza.Functions.Platform.Http.OpenApi;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Security;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Cadenza.Functions.Platform.Http.Pipeline;

/// <summary>
/// Refuses, on endpoints of our own, a parameter of the query that they do not have: who misspells a filter must not get an
/// answer without it. What the documents of others describe stays as tolerant as they are.
/// </summary>
internal sealed class QueryMiddleware : IFunctionsWorkerMiddleware
{
    private static readonly string[] OfPages = ["limit", "cursor"];

    // By function; those that take whatever comes are not in it.
    private readonly FrozenDictionary<string, string[]> _known = Endpoint.Of(typeof(QueryMiddleware).Assembly)
        .Where(endpoint => endpoint.Operation is { Tag: var tag } && Tags.OurOwn.Contains(tag))
        .DistinctBy(endpoint => endpoint.Function)
        .ToFrozenDictionary(endpoint => endpoint.Function, Parameters, StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { Request.Query: { Count: > 0 } query } http || !_known.TryGetValue(context.FunctionDefinition.Name, out var known)) return next(context);
        // Links and hooks are called by programs of others, which add parameters of their own.
        if (http.Features.Get<Caller>() is null) return next(context);
        if (query.Keys.FirstOrDefault(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)) is not { } unknown) return next(context);
        context.GetInvocationResult().Value = Problem.InvalidParameter(
            unknown, known.Length == 0 ? "is not known; there are none here" : $"is not known; known are {string.Join(", ", known)}");
        return Task.CompletedTask;
    }

    private static string[] Parameters(Endpoint endpoint) =>
        [.. endpoint.Declared<QueryAttribute>().Select(query => query.Name), .. endpoint.Declared<PagedAttribute>().Any() ? OfPages : []];
}
