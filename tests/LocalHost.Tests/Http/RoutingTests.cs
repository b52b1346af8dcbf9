using Cadenza.LocalHost.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.LocalHost.Tests.Http;

public sealed class RoutingTests
{
    [Theory]
    [InlineData("GET", "things", 200, "list")]
    [InlineData("GET", "THINGS/", 200, "list")]
    [InlineData("POST", "things", 200, "create")]
    [InlineData("GET", "things/special", 200, "special")]
    [InlineData("GET", "things/other", 200, "one other")]
    [InlineData("PATCH", "things/special", 200, "patch special")]
    [InlineData("GET", "things/a%2Fb%20c", 200, "one a%2Fb c")]
    [InlineData("GET", "things/7/parts/x", 200, "part 7 x")]
    [InlineData("DELETE", "things", 405, "")]
    [InlineData("PUT", "things/special", 405, "")]
    [InlineData("GET", "nothing", 404, "")]
    [InlineData("GET", "things/7/parts", 404, "")]
    [InlineData("GET", "", 404, "")]
    [InlineData("GET", "number/12", 200, "int 12")]
    [InlineData("GET", "number/x", 400, "")]
    [InlineData("GET", "number/99999999999", 400, "")]
    [InlineData("GET", "constrained/12", 200, "long 12")]
    [InlineData("GET", "constrained/x", 404, "")]
    [InlineData("GET", "guid/0f8fad5b-d9cb-469f-a165-70867728950e", 200, "guid 0f8fad5b-d9cb-469f-a165-70867728950e")]
    [InlineData("GET", "guid/1", 400, "")]
    [InlineData("GET", "flag/TRUE", 200, "flag True")]
    [InlineData("GET", "flag/yes", 400, "")]
    [InlineData("GET", "page", 200, "page none")]
    [InlineData("GET", "page/3", 200, "page 3")]
    [InlineData("GET", "size", 200, "size 10")]
    [InlineData("GET", "size/4", 200, "size 4")]
    [InlineData("GET", "preset", 200, "preset en")]
    [InlineData("GET", "preset/de", 200, "preset de")]
    [InlineData("GET", "files", 200, "files ")]
    [InlineData("GET", "files/a/b.txt", 200, "files a/b.txt")]
    [InlineData("GET", "when/2026-01-02T03:04:05Z", 200, "when 3")]
    [InlineData("GET", "Unrouted", 200, "by name")]
    [InlineData("OPTIONS", "any", 200, "any OPTIONS")]
    [InlineData("DELETE", "any", 200, "any DELETE")]
    public async Task Request_OfAPath_IsAnsweredByItsFunction(string method, string path, int status, string body)
    {
        await using var app = await TestApp.StartAsync([typeof(Functions)]);

        Assert.Equal((status, body), await app.SendAsync(new HttpMethod(method), path));
    }

    [Fact]
    public async Task Request_WithAPrefix_NeedsIt()
    {
        await using var app = await TestApp.StartAsync([typeof(Functions)], hostJson: new { extensions = new { http = new { routePrefix = "/v1/app/" } } });

        Assert.Equal((200, "list"), await app.GetAsync("v1/app/things"));
        Assert.Equal((404, ""), await app.GetAsync("things"));
    }

    [Fact]
    public async Task Request_WithoutHostJson_NeedsTheOfficialPrefix()
    {
        await using var app = await TestApp.StartAsync([typeof(Functions)], hostJson: new { version = "2.0" });

        Assert.Equal((200, "list"), await app.GetAsync("api/things"));
    }

    [Fact]
    public async Task Request_OfAnUnknownPath_ReachesTheCatchAllFunction()
    {
        await using var app = await TestApp.StartAsync([typeof(Functions), typeof(CatchAll)]);

        Assert.Equal((200, "caught no/such"), await app.GetAsync("no/such"));
        Assert.Equal((200, "list"), await app.GetAsync("things"));
    }

    public static class CatchAll
    {
        [Function("CatchAll")]
        public static IResult Any([HttpTrigger("get", "post", Route = "{*path}")] HttpRequest request, string? path) => TypedResults.Text($"caught {path}");
    }

    public static class Functions
    {
        [Function("List")]
        public static IResult List([HttpTrigger("get", Route = "things")] HttpRequest request) => TypedResults.Text("list");

        [Function("Create")]
        public static IResult Create([HttpTrigger(AuthorizationLevel.Anonymous, "POST", Route = "things")] HttpRequest request) => TypedResults.Text("create");

        [Function("Special")]
        public static IResult Special([HttpTrigger("get", Route = "things/special")] HttpRequest request) => TypedResults.Text("special");

        [Function("One")]
        public static IResult One([HttpTrigger("get", Route = "things/{id}")] HttpRequest request, string id) => TypedResults.Text($"one {id}");

        [Function("Patch")]
        public static IResult Patch([HttpTrigger("patch", Route = "things/{id}")] HttpRequest request, string id) => TypedResults.Text($"patch {id}");

        [Function("Part")]
        public static IResult Part([HttpTrigger("get", Route = "things/{id:int}/parts/{part}")] HttpRequest request, string part, int id) => TypedResults.Text($"part {id} {part}");

        [Function("Number")]
        public static IResult Number([HttpTrigger("get", Route = "number/{value}")] HttpRequest request, int value) => TypedResults.Text($"int {value}");

        [Function("Constrained")]
        public static IResult Constrained([HttpTrigger("get", Route = "constrained/{value:long}")] HttpRequest request, long value) => TypedResults.Text($"long {value}");

        [Function("Unique")]
        public static IResult Unique([HttpTrigger("get", Route = "guid/{id}")] HttpRequest request, Guid id) => TypedResults.Text($"guid {id}");

        [Function("Flag")]
        public static IResult Flag([HttpTrigger("get", Route = "flag/{on}")] HttpRequest request, bool on) => TypedResults.Text($"flag {on}");

        [Function("Page")]
        public static IResult Page([HttpTrigger("get", Route = "page/{number?}")] HttpRequest request, int? number) => TypedResults.Text($"page {number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}");

        [Function("Size")]
        public static IResult Size([HttpTrigger("get", Route = "size/{number?}")] HttpRequest request, int number = 10) => TypedResults.Text($"size {number}");

        [Function("Preset")]
        public static IResult Preset([HttpTrigger("get", Route = "preset/{language=en}")] HttpRequest request, string language) => TypedResults.Text($"preset {language}");

        [Function("Files")]
        public static IResult Files([HttpTrigger("get", Route = "files/{*path}")] HttpRequest request, string? path) => TypedResults.Text($"files {path}");

        [Function("When")]
        public static IResult When([HttpTrigger("get", Route = "when/{time}")] HttpRequest request, DateTimeOffset time) => TypedResults.Text($"when {time.Hour}");

        [Function("Unrouted")]
        public static IResult Unrouted([HttpTrigger("get")] HttpRequest request) => TypedResults.Text("by name");

        [Function("Any")]
        public static IResult Any([HttpTrigger(Route = "any")] HttpRequest request) => TypedResults.Text($"any {request.Method}");
    }
}
