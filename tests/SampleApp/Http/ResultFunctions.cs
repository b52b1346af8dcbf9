using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using static Microsoft.Azure.Functions.Worker.AuthorizationLevel;
using FromBodyAttribute = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace Cadenza.SampleApp.Http;

/// <summary>Functions of every kind of result.</summary>
public static class ResultFunctions
{
    /// <summary>A result of minimal APIs.</summary>
    [Function("Result")]
    public static async Task<IResult> Result([HttpTrigger(Anonymous, "get", Route = "result")] HttpRequest request)
    {
        await Task.Yield();
        return TypedResults.Created("/made", "made");
    }

    /// <summary>A result of MVC.</summary>
    [Function("Json")]
    public static Task<IActionResult> Json([HttpTrigger(Anonymous, "get", Route = "json")] HttpRequest request) =>
        Task.FromResult<IActionResult>(new JsonResult(new { Name = "x" }));

    /// <summary>An object with a status.</summary>
    [Function("Object")]
    public static ObjectResult FromObject([HttpTrigger(Anonymous, "get", Route = "object")] HttpRequest request) =>
        new(new { Name = "y" }) { StatusCode = 202 };

    /// <summary>Text.</summary>
    [Function("Content")]
    public static IActionResult Content([HttpTrigger(Anonymous, "get", Route = "content")] HttpRequest request) => new ContentResult { Content = "plain" };

    /// <summary>A status alone.</summary>
    [Function("Status")]
    public static StatusCodeResult Status([HttpTrigger(Anonymous, "get", Route = "status")] HttpRequest request) => new(418);

    /// <summary>No result.</summary>
    [Function("Nothing")]
    public static Task Nothing([HttpTrigger(Anonymous, "get", Route = "nothing")] HttpRequest request) => Task.CompletedTask;

    /// <summary>Writes the response itself.</summary>
    [Function("Written")]
    public static void Written([HttpTrigger(Anonymous, "get", Route = "written")] HttpRequest request) =>
        request.HttpContext.Response.BodyWriter.Write("by hand"u8);

    /// <summary>Gives a result at once.</summary>
    [Function("Sync")]
    public static IResult Sync([HttpTrigger(Anonymous, "get", Route = "sync")] HttpRequest request) => TypedResults.Ok("sync");

    /// <summary>Fails.</summary>
    [Function("Throws")]
    public static IResult Throws([HttpTrigger(Anonymous, "get", Route = "throws")] HttpRequest request) => throw new InvalidOperationException("on purpose");

    /// <summary>Fails when the answer is on its way.</summary>
    [Function("ThrowsLate")]
    public static async Task ThrowsLateAsync([HttpTrigger(Anonymous, "get", Route = "throws-late")] HttpRequest request)
    {
        await request.HttpContext.Response.WriteAsync("begun");
        await request.HttpContext.Response.Body.FlushAsync();
        throw new InvalidOperationException("too late");
    }

    /// <summary>Takes a body.</summary>
    [Function("PostPerson")]
    public static IResult PostPerson([HttpTrigger(Anonymous, "post", Route = "people")] HttpRequest request, [FromBody] Person person) =>
        TypedResults.Ok($"{person?.Name} is {person?.Age}");

    /// <summary>Gives the body back.</summary>
    [Function("Echo")]
    public static async Task EchoAsync([HttpTrigger(Anonymous, "post", Route = "echo")] HttpRequest request)
    {
        request.HttpContext.Response.ContentType = request.ContentType;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        body.Position = 0;
        await body.CopyToAsync(request.HttpContext.Response.Body, request.HttpContext.RequestAborted);
    }

    /// <summary>Gives as many bytes as asked for, a piece at a time.</summary>
    [Function("Stream")]
    public static async Task StreamAsync([HttpTrigger(Anonymous, "get", Route = "stream/{pieces:int}")] HttpRequest request, int pieces)
    {
        var piece = new byte[64 * 1024];
        for (var i = 0; i < pieces; i++)
        {
            await request.HttpContext.Response.Body.WriteAsync(piece, request.HttpContext.RequestAborted);
            await request.HttpContext.Response.Body.FlushAsync(request.HttpContext.RequestAborted);
        }
    }

    /// <summary>How the request looks to the app.</summary>
    [Function("Seen")]
    public static IResult Seen([HttpTrigger(Anonymous, "get", Route = "seen")] HttpRequest request) =>
        TypedResults.Text($"{request.Scheme} {request.Host} {request.Path}{request.QueryString} {request.HttpContext.Connection.RemoteIpAddress}");
}

/// <summary>A body.</summary>
/// <param name="Name">A name.</param>
/// <param name="Age">Years.</param>
public sealed record Person(string Name, int Age);
