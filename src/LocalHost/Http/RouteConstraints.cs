using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cadenza.LocalHost.Http;

/// <summary>The constraints that a route can name.</summary>
internal static class RouteConstraints
{
    private static readonly Lazy<DefaultInlineConstraintResolver> Known = new(CreateResolver);

    public static IInlineConstraintResolver Resolver => Known.Value;

    /// <summary>What is wrong with a constraint; null when all are fine.</summary>
    public static string? Fault(RoutePattern route) =>
        route.Parameters.SelectMany(parameter => parameter.ParameterPolicies).Select(policy => Fault(policy.Content!)).FirstOrDefault(fault => fault is not null);

    private static string? Fault(string constraint)
    {
        try
        {
            return Resolver.ResolveConstraint(constraint) is null ? $"there is no '{constraint}'." : null;
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
