using Cadenza.Functions.Platform.Http.Routes;

namespace Cadenza.Functions.Tests.Platform.Http.Routes;

public sealed class RouteTableTests
{
    private readonly RouteTable _routes = new(typeof(RouteTable).Assembly);

    [Theory]
    [InlineData("/health/live", "GET, HEAD")]
    [InlineData("/HEALTH/live/", "GET, HEAD")]
    [InlineData("/health", "")]
    [InlineData("/", "")]
    [InlineData("/health/live/x", "")]
    public void MethodsOf_KnowsThePathsOfTheApp(string path, string methods) => Assert.Equal(methods, _routes.MethodsOf(path));
}
