using System.Reflection;
using System.Text.RegularExpressions;
using Cadenza.Functions.App;
using Cadenza.Functions.Platform.Security;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Tests.Platform.Security;

/// <summary>Every HTTP function there is, found as the host finds them: a new one is covered the day it is written.</summary>
public sealed partial class EveryRouteTests(AppFixture app) : IClassFixture<AppFixture>
{
    /// <summary>Name, method and path of every HTTP function; the catch-all has no path of its own.</summary>
    public static TheoryData<string, string, string> Routes
    {
        get
        {
            var routes = new TheoryData<string, string, string>();
            foreach (var (name, trigger) in HttpFunctions())
            {
                var path = "/" + Parameter().Replace(trigger.Route!, parameter => FirstWord().Match(parameter.Value) is { Success: true } word ? word.Groups[1].Value : "x");
                foreach (var method in trigger.Methods ?? ["get", "post"]) routes.Add(name, method.ToUpperInvariant(), path);
            }

            return routes;
        }
    }

    /// <summary>The paths that take GET.</summary>
    public static TheoryData<string> Gets => [.. Routes.Where(route => route.Data.Item2 == "GET").Select(route => route.Data.Item3).Distinct()];

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Function_WhenThereIsNoKey_IsClosedUnlessListed(string name, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await app.Stranger.SendAsync(request, TestContext.Current.CancellationToken);
        if (AnonymousFunctions.Names.Contains(name)) Assert.NotEqual(401, (int)response.StatusCode);
        else if (request.Method == HttpMethod.Head) Assert.Equal(401, (int)response.StatusCode);
        else await response.IsProblemAsync(401, "unauthorized");
    }

    /// <summary>RFC 9110: HEAD is answered as GET is, without the body.</summary>
    [Theory]
    [MemberData(nameof(Gets))]
    public async Task Function_WhenAskedForTheHead_AnswersAsToGetWithoutABody(string path)
    {
        using var whole = await app.Client.GetAsync(path, TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var head = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((whole.StatusCode, whole.Content.Headers.ContentType), (head.StatusCode, head.Content.Headers.ContentType));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void AnonymousFunctions_AllExist() =>
        Assert.Empty(AnonymousFunctions.Names.Except(HttpFunctions().Select(function => function.Name)));

    private static IEnumerable<(string Name, HttpTriggerAttribute Trigger)> HttpFunctions() =>
        from type in typeof(CadenzaApplication).Assembly.GetTypes()
        from method in type.GetMethods()
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
        where trigger is not null
        select (function.Name, trigger);

    // A parameter that takes certain words alone, {module:regex(^(leads|contacts)$)}, is tried with the first of them.
    [GeneratedRegex(@":regex\(\^\((\w+)")]
    private static partial Regex FirstWord();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
