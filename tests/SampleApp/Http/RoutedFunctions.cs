using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using static Microsoft.Azure.Functions.Worker.AuthorizationLevel;

namespace Cadenza.SampleApp.Http;

/// <summary>Functions of every kind of route.</summary>
public static class RoutedFunctions
{
    /// <summary>A literal path.</summary>
    [Function("List")]
    public static IResult List([HttpTrigger(Anonymous, "get", Route = "things")] HttpRequest request) => TypedResults.Text("list");

    /// <summary>The same path by another method.</summary>
    [Function("Create")]
    public static IResult Create([HttpTrigger(Anonymous, "POST", Route = "things")] HttpRequest request) => TypedResults.Text("create");

    /// <summary>Comes after One by name, so that One answers for it.</summary>
    [Function("Special")]
    public static IResult Special([HttpTrigger(Anonymous, "get", Route = "things/special")] HttpRequest request) => TypedResults.Text("special");

    /// <summary>Comes before One by name.</summary>
    [Function("Favourite")]
    public static IResult Favourite([HttpTrigger(Anonymous, "get", Route = "things/favourite")] HttpRequest request) => TypedResults.Text("favourite");

    /// <summary>A parameter.</summary>
    [Function("One")]
    public static IResult One([HttpTrigger(Anonymous, "get", Route = "things/{id}")] HttpRequest request, string id) => TypedResults.Text($"one {id}");

    /// <summary>A parameter, by another method.</summary>
    [Function("Patch")]
    public static IResult Patch([HttpTrigger(Anonymous, "patch", Route = "things/{id}")] HttpRequest request, string id) => TypedResults.Text($"patch {id}");

    /// <summary>Two parameters, one with a constraint.</summary>
    [Function("Part")]
    public static IResult Part([HttpTrigger(Anonymous, "get", Route = "things/{id:int}/parts/{part}")] HttpRequest request, string part, int id) => TypedResults.Text($"part {id} {part}");

    /// <summary>A number.</summary>
    [Function("Number")]
    public static IResult Number([HttpTrigger(Anonymous, "get", Route = "number/{value}")] HttpRequest request, int value, FunctionContext context) =>
        TypedResults.Text($"int {value}{(context.Items.TryGetValue("left", out var left) ? $" {left}" : "")}");

    /// <summary>A number by constraint.</summary>
    [Function("Constrained")]
    public static IResult Constrained([HttpTrigger(Anonymous, "get", Route = "constrained/{value:long}")] HttpRequest request, long value) => TypedResults.Text($"long {value}");

    /// <summary>A pattern by constraint.</summary>
    [Function("Pattern")]
    public static IResult Pattern([HttpTrigger(Anonymous, "get", Route = "pattern/{value:regex(^[a-c]+$)}")] HttpRequest request, string value) => TypedResults.Text($"pattern {value}");

    /// <summary>A unique id.</summary>
    [Function("Unique")]
    public static IResult Unique([HttpTrigger(Anonymous, "get", Route = "guid/{id:guid}")] HttpRequest request, Guid id) => TypedResults.Text($"guid {id}");

    /// <summary>Yes or no.</summary>
    [Function("Flag")]
    public static IResult Flag([HttpTrigger(Anonymous, "get", Route = "flag/{on:bool}")] HttpRequest request, bool on) => TypedResults.Text($"flag {on}");

    /// <summary>An optional parameter.</summary>
    [Function("Page")]
    public static IResult Page([HttpTrigger(Anonymous, "get", Route = "page/{number?}")] HttpRequest request, int? number) => TypedResults.Text($"page {number?.ToString(CultureInfo.InvariantCulture) ?? "none"}");

    /// <summary>A parameter with a default.</summary>
    [Function("Preset")]
    public static IResult Preset([HttpTrigger(Anonymous, "get", Route = "preset/{language=en}")] HttpRequest request, string language) => TypedResults.Text($"preset {language}");

    /// <summary>The rest of the path.</summary>
    [Function("Files")]
    public static IResult Files([HttpTrigger(Anonymous, "get", Route = "files/{*path}")] HttpRequest request, string? path) => TypedResults.Text($"files {path}");

    /// <summary>A time.</summary>
    [Function("When")]
    public static IResult When([HttpTrigger(Anonymous, "get", Route = "when/{time}")] HttpRequest request, DateTimeOffset time) => TypedResults.Text($"when {time.Hour}");

    /// <summary>Its name is its path.</summary>
    [Function("Unrouted")]
    public static IResult Unrouted([HttpTrigger(Anonymous, "get")] HttpRequest request) => TypedResults.Text("by name");

    /// <summary>Every method.</summary>
    [Function("Any")]
    public static IResult Any([HttpTrigger(Anonymous, Route = "any")] HttpRequest request) => TypedResults.Text($"any {request.Method}");

    /// <summary>Takes what sorts after it by name and fits, and what nobody else wants.</summary>
    [Function("ZCatchAll")]
    public static IResult CatchAll([HttpTrigger(Anonymous, "get", "post", Route = "caught/{*path}")] HttpRequest request, string? path) => TypedResults.Text($"caught {path}");

    /// <summary>Never reached by GET: the catch-all sorts before it.</summary>
    [Function("ZShadowed")]
    public static IResult Shadowed([HttpTrigger(Anonymous, "get", "put", Route = "caught/shadowed")] HttpRequest request) => TypedResults.Text("shadowed");

    /// <summary>Needs a key: it names no level.</summary>
    [Function("KeyUnsaid")]
    public static IResult KeyUnsaid([HttpTrigger("get", Route = "key/unsaid")] HttpRequest request) => TypedResults.Text("open");

    /// <summary>Needs a key of its own.</summary>
    [Function("KeyFunction")]
    public static IResult KeyFunction([HttpTrigger(AuthorizationLevel.Function, "get", Route = "key/function")] HttpRequest request) => TypedResults.Text("open");

    /// <summary>Needs the host's key.</summary>
    [Function("KeyAdmin")]
    public static IResult KeyAdmin([HttpTrigger(Admin, "get", Route = "key/admin")] HttpRequest request) => TypedResults.Text("open");
}
