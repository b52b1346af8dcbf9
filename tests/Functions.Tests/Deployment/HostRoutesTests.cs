using System.Text.RegularExpressions;

namespace Cadenza.Functions.Tests.Deployment;

/// <summary>What the Functions host will make of functions.metadata, where it differs from what one would guess.</summary>
public sealed partial class HostRoutesTests
{
    private const string CatchAll = "ZzUnknownRoute";
    private static readonly IReadOnlyList<BuiltFunction> Functions = BuiltApp.Functions(BuiltApp.Folder);
    private readonly HostRoutes _routes = new(Functions);

    public static TheoryData<string> HttpFunctions => [.. Functions.Where(function => function.Http is not null).Select(function => function.Name)];

    [Theory]
    [MemberData(nameof(HttpFunctions))]
    public void Function_WhenCalledWithoutHostKey_IsReached(string name) =>
        // A level that is left out is not written into the metadata, and then the host asks for a key of its own.
        Assert.Equal("Anonymous", Http(name).AuthLevel);

    [Theory]
    [MemberData(nameof(HttpFunctions))]
    public void Function_WhenItsRouteIsRequested_GetsTheRequest(string name)
    {
        var http = Http(name);
        var path = "/" + SampleOf(http.Route ?? name);
        Assert.All(http.Methods is { Count: > 0 } methods ? methods : ["GET", "TRACE"], method => Assert.Equal(name, _routes.Find(method, path)));
    }

    [Theory]
    [InlineData("OPTIONS", "/v1/public/flowStates")]
    [InlineData("HEAD", "/contacts/bulk/x")]
    [InlineData("DELETE", "/contacts")]
    [InlineData("GET", "/crm/rockets")]
    [InlineData("GET", "/")]
    [InlineData("GET", "/no/such/path")]
    public void Request_WhenNoFunctionTakesIt_GoesToTheCatchAll(string method, string path) => Assert.Equal(CatchAll, _routes.Find(method, path));

    [Theory]
    [InlineData("POST", "/contacts/bulk", "BulkContacts")]
    [InlineData("HEAD", "/contacts", "ListContacts")]
    [InlineData("GET", "/contacts/bulk", "GetContact")]
    [InlineData("POST", "/workflows/validate", "ValidateWorkflow")]
    [InlineData("GET", "/crm/workflows", "ListAutomations")]
    [InlineData("GET", "/crm/workflows/runs/1", "GetAutomationRun")]
    [InlineData("GET", "/crm/workflows/1/runs", "ListAutomationRuns")]
    [InlineData("GET", "/crm/leads/1", "GetRecord")]
    [InlineData("GET", "/unsubscribe/token", "UnsubscribePage")]
    public void Request_WhenSeveralRoutesLookAlike_GoesToTheOneMeant(string method, string path, string function) =>
        Assert.Equal(function, _routes.Find(method, path));

    [Fact]
    public void Routes_AreThoseOfTheWholeApp() => Assert.True(HttpFunctions.Count > 100, "Read the metadata of another app?");

    private static BuiltBinding Http(string name) => Functions.Single(function => function.Name == name).Http!;

    // A path that the template takes and that no literal of another template is likely to be.
    private static string SampleOf(string template) =>
        Parameter().Replace(FirstAlternative().Replace(template, "$1"), "q7");

    [GeneratedRegex(@"\{\w+:regex\(\^\((\w+)[^)]*\)\$\)\}")]
    private static partial Regex FirstAlternative();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Parameter();
}
