using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Cadenza.LocalHost.Http;

/// <summary>The features of the host's request as the app sees them: the same request, response and connection, nothing of the host's own doings.</summary>
internal sealed class ForwardedFeatures : FeatureCollection, IHttpRequestLifetimeFeature, IEndpointFeature, IRouteValuesFeature
{
    private readonly IFeatureCollection _outer;

    public ForwardedFeatures(IFeatureCollection outer, CancellationToken aborted)
        : base(outer)
    {
        _outer = outer;
        RequestAborted = aborted;
        Set<IHttpRequestLifetimeFeature>(this);
        Set<IEndpointFeature>(this);
        Set<IRouteValuesFeature>(this);
        Set<IItemsFeature>(new ItemsFeature());
    }

    public CancellationToken RequestAborted { get; set; }

    public Endpoint? Endpoint { get; set; }

    public RouteValueDictionary RouteValues { get => field ??= []; set; }

    public void Abort() => _outer.Get<IHttpRequestLifetimeFeature>()?.Abort();
}
