using Cadenza.Functions.Platform.Http.Problems;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Tests.Platform.Http.Problems;

public sealed class ProblemTests
{
    [Fact]
    public async Task Execute_WritesBothDocumentedForms()
    {
        var (context, body) = await Execute(Problem.Invalid(new Dictionary<string, string[]>
        {
            ["/name"] = ["must be a string"],
            ["/steps/0/a~1b"] = ["is required", "and more"],
        }));
        Assert.Equal(400, context.Response.StatusCode);
        Assert.Equal("application/problem+json", context.Response.ContentType);
        Assert.Equal(
            """
            {"type":"urn:cadenza:problem:invalid_body","title":"Bad Request","status":400,
            "detail":"/name must be a string. 1 more in 'errors'.","instance":"/contacts/a%20b","code":"invalid_body",
            "statusCode":400,"message":"/name must be a string. 1 more in 'errors'.","error":"Bad Request",
            "errors":{"/name":["must be a string"],"/steps/0/a~1b":["is required","and more"]}}
            """.Replace("\n", "", StringComparison.Ordinal),
            body.GetRawText());
    }

    [Fact]
    public async Task Execute_SendsTheHeadersThatBelongToTheStatus()
    {
        Assert.Equal("Bearer", (await Execute(Problem.Unauthorized())).Context.Response.Headers.WWWAuthenticate);
        Assert.Equal("7", (await Execute(Problem.TooManyRequests(7))).Context.Response.Headers.RetryAfter);
        Assert.Equal("5", (await Execute(Problem.Unavailable())).Context.Response.Headers.RetryAfter);
        Assert.Equal("GET, POST", (await Execute(Problem.MethodNotAllowed("PUT", "GET, POST"))).Context.Response.Headers.Allow);
    }

    [Fact]
    public async Task Execute_WhateverTheProblem_HasTheSameMembers()
    {
        Problem[] problems =
        [
            Problem.Malformed("x"), Problem.Unauthorized(), Problem.Forbidden("x"), Problem.NotFound("contact", "1"), Problem.UnknownRoute(),
            Problem.MethodNotAllowed("PUT", "GET"), Problem.Conflict("taken", "x"), Problem.PreconditionFailed(), Problem.TooLarge(1),
            Problem.UnsupportedMediaType("x"), Problem.Unprocessable("x", "x"), Problem.TooManyRequests(1), Problem.Internal(), Problem.Unavailable(),
        ];
        foreach (var problem in problems)
        {
            var (_, body) = await Execute(problem);
            Assert.Equal(
                ["type", "title", "status", "detail", "instance", "code", "statusCode", "message", "error"],
                body.EnumerateObject().Select(member => member.Name));
            Assert.Equal(problem.Status, body.GetProperty("statusCode").GetInt32());
            Assert.Equal(problem.Code, body.GetProperty("code").GetString());
            Assert.NotEmpty(body.GetProperty("title").GetString()!);
        }
    }

    [Fact]
    public void Codes_AreAllDocumented()
    {
        var page = File.ReadAllText(SourceTree.Path("docs", "http.md"));
        var codes = typeof(ProblemCode).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToArray();
        Assert.NotEmpty(codes);
        Assert.All(codes, code => Assert.Contains($"| `{code}` |", page, StringComparison.Ordinal));
    }

    private static async Task<(HttpContext Context, JsonElement Body)> Execute(Problem problem)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Request = { Path = "/contacts/a b" }, Response = { Body = body } };
        await problem.ExecuteAsync(context);
        Assert.Equal(body.Length, context.Response.ContentLength);
        return (context, JsonDocument.Parse(body.ToArray()).RootElement);
    }
}
