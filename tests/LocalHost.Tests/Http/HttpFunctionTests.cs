using System.Net.Http.Json;
using Cadenza.LocalHost.Tests.Hosting;
using Cadenza.SampleApp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

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
    [InlineData("sync", 200, "\"sync\"")]
    public async Task Get_WhenAFunctionReturnsAResult_WritesIt(string path, int status, string body)
    {
        await using var app = await TestApp.StartAsync();

        Assert.Equal((status, body), await app.GetAsync(path));
    }

    [Fact]
    public async Task Get_WhenAFunctionThrows_Answers500WithoutABodyAndLogsIt()
    {
        await using var app = await TestApp.StartAsync();

        Assert.Equal((500, ""), await app.GetAsync("throws"));
        Assert.Contains(app.Log.Lines, line => line.Level == LogLevel.Error && line.Text.Contains("Throws", StringComparison.Ordinal) && line.Text.Contains("on purpose", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Get_WhenAFunctionThrowsAfterItsAnswerHasBegun_BreaksTheConnection()
    {
        await using var app = await TestApp.StartAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => app.GetAsync("throws-late"));
    }

    [Fact]
    public async Task Get_WhenTheInvocationFailsBeforeItTakesTheRequest_Answers500()
    {
        await using var app = await TestApp.StartAsync(new TestAppSetup
        {
            Before = builder => builder.Use(next => context => context.FunctionDefinition.Name == "Ping" ? throw new InvalidOperationException("too early") : next(context)),
        });

        Assert.Equal((500, ""), await app.GetAsync("ping"));
        Assert.Contains(app.Log.Lines, line => line.Level == LogLevel.Error && line.Text.Contains("too early", StringComparison.Ordinal));
        Assert.Equal((200, "\"sync\""), await app.GetAsync("sync"));
    }

    [Fact]
    public async Task Post_WhenTheBodyConverts_BindsIt()
    {
        await using var app = await TestApp.StartAsync();

        Assert.Equal((200, "\"Ada is 36\""), await app.SendAsync(HttpMethod.Post, "people", JsonContent.Create(new { name = "Ada", AGE = 36 })));
    }

    [Theory]
    [InlineData("{\"name\":")]
    [InlineData("{\"name\":\"Ada\",\"age\":\"old\"}")]
    public async Task Post_WhenTheBodyDoesNotConvert_Answers500AsAnyFailureDoes(string body)
    {
        await using var app = await TestApp.StartAsync();

        Assert.Equal((500, ""), await app.SendAsync(HttpMethod.Post, "people", new StringContent(body)));
    }

    [Fact]
    public async Task Bodies_OfManyMegabytes_GoThroughBothWays()
    {
        await using var app = await TestApp.StartAsync();
        var body = new byte[48 * 1024 * 1024];
        Random.Shared.NextBytes(body);

        using var echo = await app.Client.PostAsync("echo", new ByteArrayContent(body), TestContext.Current.CancellationToken);

        Assert.Equal(body, await echo.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(320 * 64 * 1024, (await app.Client.GetByteArrayAsync("stream/320", TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task Request_AsTheAppSeesIt_IsTheCallersOwn()
    {
        await using var app = await TestApp.StartAsync();
        app.Client.DefaultRequestHeaders.Host = "example.org:81";

        Assert.Equal((200, "http example.org:81 /seen?a=1&b=%20 127.0.0.1"), await app.GetAsync("seen?a=1&b=%20"));
    }

    [Fact]
    public async Task Requests_InParallel_EachGetTheirOwnAnswer()
    {
        await using var app = await TestApp.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => app.GetAsync($"things/{i}")));

        Assert.Equal(Enumerable.Range(0, 500).Select(i => (200, $"one {i}")), answers);
    }

    [Fact]
    public async Task Get_WhenTheFunctionIsAnInstance_MakesOneARequestFromItsScope()
    {
        var seen = new Seen();
        await using var app = await TestApp.StartAsync(new TestAppSetup { Services = services => services.AddSingleton(seen) });

        Assert.Equal((200, "true"), await app.GetAsync("instance"));
        Assert.Equal((200, "true"), await app.GetAsync("instance"));
        Assert.Equal(["scope", "made", "scope", "made"], seen.Values);
    }
}
