using Azure;
using Cadenza.Functions.Platform.Http.Pipeline;
using Cadenza.Functions.Platform.Http.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Tests.Platform.Http.Pipeline;

public sealed class FailureMiddlewareTests
{
    private readonly LogRecorder<FailureMiddleware> _log = new();
    private readonly DefaultHttpContext _http = new() { TraceIdentifier = "request-1" };

    [Fact]
    public async Task Invoke_WhenFunctionThrows_Answers500WithoutInternalsAndLogsWithRequestId()
    {
        var problem = await Answer(new InvalidOperationException("secret detail"));
        Assert.Equal((500, "internal_error"), (problem?.Status, problem?.Code));
        Assert.DoesNotContain("secret", problem!.Detail, StringComparison.Ordinal);
        var (level, message, fault) = Assert.Single(_log.Entries);
        Assert.Equal(LogLevel.Error, level);
        Assert.Contains("request-1", message, StringComparison.Ordinal);
        Assert.Equal("secret detail", fault?.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Invoke_WhenStorageDoesNotAnswer_Answers503WithRetryAfter(int status)
    {
        var problem = await Answer(new RequestFailedException(status, "account name inside"));
        Assert.Equal((503, "unavailable", 5), (problem?.Status, problem?.Code, problem?.RetryAfterSeconds));
        Assert.DoesNotContain("account name", problem!.Detail, StringComparison.Ordinal);
        Assert.Equal(LogLevel.Warning, Assert.Single(_log.Entries).Level);
    }

    [Fact]
    public async Task Invoke_WhenEveryAttemptAtStorageFailed_Answers503() => Assert.Equal(
        503,
        (await Answer(new AggregateException(new RequestFailedException(0, "refused"), new RequestFailedException(0, "refused"))))?.Status);

    [Theory]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(412)]
    public async Task Invoke_WhenStorageSaysNoUnexpectedly_IsADefect(int status) =>
        Assert.Equal(500, (await Answer(new RequestFailedException(status, "no")))?.Status);

    [Theory]
    [InlineData(413, 413, "body_too_large")]
    [InlineData(400, 400, "malformed_body")]
    [InlineData(408, 400, "malformed_body")]
    public async Task Invoke_WhenServerRefusesTheRequest_AnswersAccordingly(int thrown, int status, string code)
    {
        var problem = await Answer(new BadHttpRequestException("server's words", thrown));
        Assert.Equal((status, code), (problem?.Status, problem?.Code));
        Assert.Empty(_log.Entries);
    }

    [Fact]
    public async Task Invoke_WhenHostCannotBindTheRequest_Answers400WithoutItsWords()
    {
        var problem = await Answer(new FunctionInputConverterException("parameter names inside"));
        Assert.Equal((400, "invalid_parameter"), (problem?.Status, problem?.Code));
        Assert.DoesNotContain("inside", problem!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_WhenClientHasGone_AnswersNobody()
    {
        _http.RequestAborted = new CancellationToken(canceled: true);
        Assert.Null(await Answer(new OperationCanceledException()));
        Assert.Equal(LogLevel.Debug, Assert.Single(_log.Entries).Level);
    }

    [Fact]
    public async Task Invoke_WhenNotHttp_LetsTheFailureThrough()
    {
        var middleware = new FailureMiddleware(_log);
        await Assert.ThrowsAsync<TimeoutException>(() => middleware.Invoke(new FakeInvocation(null), _ => throw new TimeoutException()));
    }

    [Fact]
    public async Task Invoke_WhenTheHostIsStopping_Answers503()
    {
        var invocation = new FakeInvocation(_http) { Stopping = new CancellationToken(canceled: true) };
        await new FailureMiddleware(_log).Invoke(invocation, _ => Task.FromException(new OperationCanceledException()));
        Assert.Equal((503, 5), (((Problem?)invocation.Result)?.Status, ((Problem?)invocation.Result)?.RetryAfterSeconds));
        Assert.Empty(_log.Entries);
    }

    [Fact]
    public async Task Invoke_WhenFunctionAnswers_WritesItAndLeavesTheHostNoCopy()
    {
        using var body = new MemoryStream();
        _http.Response.Body = body;
        var invocation = new FakeInvocation(_http);
        await new FailureMiddleware(_log).Invoke(invocation, _ => Return(invocation, Problem.NotFound("contact", "1")));
        Assert.Null(invocation.Result);
        Assert.Equal(404, _http.Response.StatusCode);
        Assert.NotEqual(0, body.Length);
    }

    [Fact]
    public async Task Invoke_WhenAnAnswerFailsBeforeItBegins_AnswersAnother()
    {
        var invocation = new FakeInvocation(_http);
        await new FailureMiddleware(_log).Invoke(invocation, _ => Return(invocation, new FailingAnswer()));
        Assert.Equal(500, Assert.IsType<Problem>(invocation.Result).Status);
        Assert.Null(_http.Response.ContentLength);
        Assert.False(_http.Response.Headers.ContainsKey("ETag"));
    }

    [Fact]
    public async Task Invoke_WhenAnAnswerFailsHalfWay_BreaksTheConnectionAndSaysSo()
    {
        var connection = new Connection();
        _http.Features.Set<IHttpRequestLifetimeFeature>(connection);
        _http.Features.Set<IHttpResponseFeature>(new StartedResponse());
        var invocation = new FakeInvocation(_http);
        await Assert.ThrowsAsync<InvalidOperationException>(() => new FailureMiddleware(_log).Invoke(invocation, _ => Return(invocation, new FailingAnswer())));
        Assert.True(connection.IsBroken);
        Assert.Null(invocation.Result);
    }

    private static Task Return(FakeInvocation invocation, IResult result)
    {
        invocation.Result = result;
        return Task.CompletedTask;
    }

    private async Task<Problem?> Answer(Exception thrown)
    {
        var invocation = new FakeInvocation(_http);
        await new FailureMiddleware(_log).Invoke(invocation, _ => Task.FromException(thrown));
        return (Problem?)invocation.Result;
    }

    private sealed class FailingAnswer : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (!httpContext.Response.HasStarted)
            {
                httpContext.Response.Headers.ETag = "\"1\"";
                httpContext.Response.ContentLength = 5;
            }

            throw new InvalidOperationException("half-way");
        }
    }

    private sealed class StartedResponse : HttpResponseFeature
    {
        public override bool HasStarted => true;
    }

    private sealed class Connection : IHttpRequestLifetimeFeature
    {
        public bool IsBroken { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => IsBroken = true;
    }
}
