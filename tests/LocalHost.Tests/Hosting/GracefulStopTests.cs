using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.LocalHost.Tests.Hosting;

public sealed class GracefulStopTests
{
    private readonly Gate _gate = new();

    [Fact]
    public async Task Stop_WhenARequestIsInFlight_FinishesItAndTakesNoOther()
    {
        var app = await TestApp.StartAsync([typeof(Functions)], builder => builder.Services.AddSingleton(_gate));
        var inFlight = app.GetAsync("wait");
        await _gate.Entered.Task;

        var stopping = app.StopAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<HttpRequestException>(async () =>
        {
            // The server may take a moment to unbind.
            using var other = new HttpClient { BaseAddress = app.Client.BaseAddress };
            while (true) await other.GetAsync("ping", TestContext.Current.CancellationToken);
        });
        Assert.False(stopping.IsCompleted);
        _gate.Open.SetResult();

        Assert.Equal((200, "done"), await inFlight);
        await stopping;
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Stop_WhenARequestOutlastsTheGrace_CancelsIt()
    {
        var app = await TestApp.StartAsync([typeof(Functions)], builder =>
        {
            builder.Services.AddSingleton(_gate);
            builder.Setup.Grace = TimeSpan.FromMilliseconds(200);
        });
        var inFlight = app.GetAsync("endless");
        await _gate.Entered.Task;

        await app.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal((503, "gave up"), await inFlight);
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Request_WhenItsCallerGoesAway_CancelsTheInvocation()
    {
        await using var app = await TestApp.StartAsync([typeof(Functions)], builder => builder.Services.AddSingleton(_gate));
        using var caller = new CancellationTokenSource();
        var request = app.Client.GetAsync("endless", caller.Token);
        await _gate.Entered.Task;

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await _gate.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    public sealed class Gate
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public sealed class Functions(Gate gate)
    {
        [Function("Ping")]
        public static IResult Ping([HttpTrigger("get", Route = "ping")] HttpRequest request) => TypedResults.Ok();

        [Function("Wait")]
        public async Task<IResult> WaitAsync([HttpTrigger("get", Route = "wait")] HttpRequest request)
        {
            gate.Entered.SetResult();
            await gate.Open.Task;
            return TypedResults.Text("done");
        }

        [Function("Endless")]
        public async Task<IResult> EndlessAsync([HttpTrigger("get", Route = "endless")] HttpRequest request, CancellationToken cancellation)
        {
            gate.Entered.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, cancellation);
            }
            catch (OperationCanceledException)
            {
                gate.Cancelled.SetResult();
            }

            return TypedResults.Text("gave up", statusCode: 503);
        }
    }
}
