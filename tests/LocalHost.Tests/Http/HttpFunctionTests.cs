using System.Buffers;
using System.Net.Http.Json;
using Cadenza.LocalHost.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using FromBodyAttribute = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;

namespace Cadenza.LocalHost.Tests.Http;

public sealed class HttpFunctionTests
{
    [Theory]
    [InlineData("result", 201, "\"made\"")]
    [InlineData("json", 200, "{\"name\":\"x\"}")]
    [InlineData("object", 202, "{\"name\":\"y\"}")]
    [InlineData("content", 200, "plain")]
    [InlineData("status", 418, "")]
    [InlineData("nothing", 200, "")]
    [InlineData("written", 200, "by hand")]
    [InlineData("static", 200, "\"static\"")]
    [InlineData("value-task", 200, "\"value\"")]
    [InlineData("sync", 200, "\"sync\"")]
    public async Task Get_WhenAFunctionReturnsAResult_WritesIt(string path, int status, string body)
    {
        await using var app = await TestApp.StartAsync([typeof(ResultFunctions)]);

        Assert.Equal((status, body), await app.GetAsync(path));
    }

    [Fact]
    public async Task Get_WhenAFunctionReturnsAnotherValue_WarnsAndWritesNothing()
    {
        await using var app = await TestApp.StartAsync([typeof(ResultFunctions)]);

        Assert.Equal((200, ""), await app.GetAsync("other"));
        Assert.Contains(app.Log.Lines, line => line.Level == LogLevel.Warning && line.Text.Contains("Other", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Get_WhenAFunctionThrows_Answers500WithoutABodyAndLogsIt()
    {
        await using var app = await TestApp.StartAsync([typeof(ResultFunctions)]);

        Assert.Equal((500, ""), await app.GetAsync("throws"));
        Assert.Contains(app.Log.Lines, line => line.Level == LogLevel.Error && line.Text.Contains("Throws", StringComparison.Ordinal) && line.Text.Contains("on purpose", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Post_WhenTheBodyConverts_BindsIt()
    {
        await using var app = await TestApp.StartAsync([typeof(BodyFunctions)]);

        Assert.Equal((200, "\"Ada is 36\""), await app.SendAsync(HttpMethod.Post, "people", JsonContent.Create(new { name = "Ada", AGE = 36 })));
    }

    [Theory]
    [InlineData("{\"name\":")]
    [InlineData("{\"name\":\"Ada\",\"age\":\"old\"}")]
    [InlineData("")]
    public async Task Post_WhenTheBodyDoesNotConvert_Answers400(string body)
    {
        await using var app = await TestApp.StartAsync([typeof(BodyFunctions)]);

        Assert.Equal((400, ""), await app.SendAsync(HttpMethod.Post, "people", new StringContent(body)));
    }

    [Fact]
    public async Task Get_WhenTheFunctionIsAnInstance_MakesAndDisposesOneARequestFromItsScope()
    {
        var made = new Made();
        await using var app = await TestApp.StartAsync([typeof(InstanceFunctions)], builder =>
        {
            builder.Services.AddSingleton(made);
            builder.Services.AddScoped<Scoped>();
        });

        Assert.Equal((200, "true"), await app.GetAsync("instance"));
        Assert.Equal((200, "true"), await app.GetAsync("instance"));
        Assert.Equal((2, 2, 2), (made.Instances, made.Disposed, made.Scopes));
    }

    public sealed record Person(string Name, int Age);

    public sealed class Other;

    public sealed class Made
    {
        public int Instances { get; set; }

        public int Disposed { get; set; }

        public int Scopes { get; set; }
    }

    public sealed class Scoped
    {
        public Scoped(Made made) => made.Scopes++;
    }

    public static class BodyFunctions
    {
        [Function(nameof(PostPerson))]
        public static IResult PostPerson([HttpTrigger("post", Route = "people")] HttpRequest request, [FromBody] Person person) =>
            TypedResults.Ok($"{person.Name} is {person.Age}");
    }

    public sealed class InstanceFunctions : IDisposable
    {
        private readonly Made _made;
        private readonly Scoped _scoped;

        public InstanceFunctions(Made made, Scoped scoped)
        {
            _made = made;
            _scoped = scoped;
            made.Instances++;
        }

        [Function(nameof(Instance))]
        public IResult Instance([HttpTrigger("get", Route = "instance")] HttpRequest request, FunctionContext context) =>
            TypedResults.Ok(ReferenceEquals(_scoped, context.InstanceServices.GetRequiredService<Scoped>())
                && ReferenceEquals(_scoped, request.HttpContext.RequestServices.GetRequiredService<Scoped>()));

        public void Dispose() => _made.Disposed++;
    }

    public static class ResultFunctions
    {
        [Function("Result")]
        public static async Task<IResult> Result([HttpTrigger("get", Route = "result")] HttpRequest request)
        {
            await Task.Yield();
            return TypedResults.Created("/made", "made");
        }

        [Function("Json")]
        public static Task<IActionResult> Json([HttpTrigger("get", Route = "json")] HttpRequest request) =>
            Task.FromResult<IActionResult>(new JsonResult(new { Name = "x" }));

        [Function("Object")]
        public static ObjectResult FromObject([HttpTrigger("get", Route = "object")] HttpRequest request) =>
            new(new { Name = "y" }) { StatusCode = 202 };

        [Function("Content")]
        public static IActionResult Content([HttpTrigger("get", Route = "content")] HttpRequest request) => new ContentResult { Content = "plain" };

        [Function("Status")]
        public static StatusCodeResult Status([HttpTrigger("get", Route = "status")] HttpRequest request) => new(418);

        [Function("Nothing")]
        public static Task Nothing([HttpTrigger("get", Route = "nothing")] HttpRequest request) => Task.CompletedTask;

        [Function("Written")]
        public static void Written([HttpTrigger("get", Route = "written")] HttpRequest request) =>
            request.HttpContext.Response.BodyWriter.Write("by hand"u8);

        [Function("Static")]
        public static IResult Static([HttpTrigger("get", Route = "static")] HttpRequest request) => TypedResults.Ok("static");

        [Function("ValueTask")]
        public static ValueTask<IResult> Value([HttpTrigger("get", Route = "value-task")] HttpRequest request) => new(TypedResults.Ok("value"));

        [Function("Sync")]
        public static IResult Sync([HttpTrigger("get", Route = "sync")] HttpRequest request) => TypedResults.Ok("sync");

        [Function("Other")]
        public static Task<object> Unwritten([HttpTrigger("get", Route = "other")] HttpRequest request) => Task.FromResult<object>(new Other());

        [Function("Throws")]
        public static IResult Throws([HttpTrigger("get", Route = "throws")] HttpRequest request) => throw new InvalidOperationException("on purpose");
    }
}
