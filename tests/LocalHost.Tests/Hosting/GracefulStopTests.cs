using Cadenza.SampleApp;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.LocalHost.Tests.Hosting;

public sealed class GracefulStopTests
{
    private readonly Gate _gate = new();

    private TestAppSetup Setup => new() { Services = services => services.AddSingleton(_gate) };

    [Fact]
    public async Task Stop_WhenARequestIsInFlight_FinishesItAndTakesNoOther()
    {
        await using var app = await TestApp.StartAsync(Setup);
        var inFlight = app.GetAsync("wait");
        await _gate.Entered.Task;

        var stopping = app.Host.StopAsync();
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
        Assert.True(app.Host.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Stop_WhenARequestOutlastsTheGrace_CancelsIt()
    {
        await using var app = await TestApp.StartAsync(Setup with { Grace = TimeSpan.FromMilliseconds(200) });
        var inFlight = app.GetAsync("endless");
        await _gate.Entered.Task;

        await app.Host.StopAsync();

        Assert.Equal((503, "gave up"), await inFlight);
    }

    [Fact]
    public async Task Stop_WhenAnOrchestrationIsWaitedFor_FinishesTheRequestThatWaits()
    {
        await using var app = await TestApp.StartAsync(Setup);
        var inFlight = app.GetAsync("greet/gated");
        await _gate.Entered.Task;

        var stopping = app.Host.StopAsync();
        _gate.Open.SetResult();

        Assert.Equal((200, "Hello gated"), await inFlight);
        await stopping;
    }

    [Fact]
    public async Task Request_WhenItsCallerGoesAway_CancelsTheInvocation()
    {
        await using var app = await TestApp.StartAsync(Setup);
        using var caller = new CancellationTokenSource();
        var request = app.Client.GetAsync("endless", caller.Token);
        await _gate.Entered.Task;

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await _gate.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }
}
