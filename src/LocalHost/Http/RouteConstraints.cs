using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cadenza.LocalHost.Http;

/// <summary>Checks the constraints of a route at start; the server would find a faulty one with the first request only, and then fail all.</summary>
internal static class RouteConstraints
{
    private static readonly Lazy<DefaultInlineConstraintResolver> Resolver = new(CreateResolver);

    /// <summary>What is wrong with a constraint; null when all are fine.</summary>
    public static string? Fault(RoutePattern route) =>
        route.Parameters.SelectMany(parameter => parameter.ParameterPolicies).Select(policy => Fault(policy.Content!)).FirstOrDefault(fault => fault is not null);

    private static string? Fault(string constraint)
    {
        try
        {
            return Resolver.Value.ResolveConstraint(constraint) is null ? $"there is no '{constraint}'." : null;
        }
        catch (RouteCreationException fault)
        {
            return fault.Message;
        }
    }

    private static DefaultInlineConstraintResolver CreateResolver()
    {
        var options = new RouteOptions();
        options.SetParameterPolicy<RegexInlineRouteConstraint>("regex");
        return new DefaultInlineConstraintResolver(Options.Create(options), new ServiceCollection().BuildServiceProvider());
    }
}
