using System.Globalization;
using Cadenza.TestKit;

namespace Cadenza.LocalHost.Tests.Hosting;

/// <summary>The sample app in two processes under one host.</summary>
public sealed class SeveralWorkersTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cadenza-workers-").FullName;

    [Fact]
    public async Task Requests_GoToTheWorkersInTurn()
    {
        await using var app = StartTwo();
        using var client = new HttpClient { BaseAddress = await app.AddressAsync() };

        string[] workers = [await ProcessAsync(client), await ProcessAsync(client), await ProcessAsync(client), await ProcessAsync(client)];

        Assert.Equal([workers[0], workers[1], workers[0], workers[1]], workers);
        Assert.NotEqual(workers[0], workers[1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Turns_OfOneOrchestration_StayWithOneWorkerWhileItsActivitiesGoToBoth(bool sessions)
    {
        await using var app = StartTwo(("AzureFunctionsJobHost__extensions__durableTask__extendedSessionsEnabled", sessions.ToString(CultureInfo.InvariantCulture)));
        using var client = new HttpClient { BaseAddress = await app.AddressAsync() };

        // Where an orchestration runs is chance: that one worker gets all of so many is not to be expected.
        var orchestrations = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => client.GetStringAsync("places/4", TestContext.Current.CancellationToken)));

        var steps = orchestrations.Select(places => places.Split('\n').Select(place => place.Split(' ')).ToArray()).ToArray();
        Assert.All(steps, orchestration => Assert.Equal(4, orchestration.Length));
        Assert.All(steps, orchestration => Assert.Single(orchestration.Select(step => step[0]).Distinct()));
        Assert.Equal(2, steps.Select(orchestration => orchestration[0][0]).Distinct().Count());
        Assert.Equal(2, steps.SelectMany(orchestration => orchestration.Select(step => step[1])).Distinct().Count());
    }

    [Fact]
    public async Task Host_WhenOneWorkerDies_EndsWithTheOther()
    {
        await using var app = StartTwo();
        using var client = new HttpClient { BaseAddress = await app.AddressAsync() };
        string[] workers = [await ProcessAsync(client), await ProcessAsync(client)];

        using var answer = await client.PostAsync("crash", null, TestContext.Current.CancellationToken);

        Assert.Equal(1, await app.ExitCodeAsync());
        await Eventually.True(() => !workers.Any(worker => Directory.Exists($"/proc/{worker}")), "both workers have ended");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private AppProcess StartTwo(params (string Name, string Value)[] settings) => AppProcess.Start(_folder, ["--port", "0"], [("FUNCTIONS_WORKER_PROCESS_COUNT", "2"), .. settings]);

    private static Task<string> ProcessAsync(HttpClient client) => client.GetStringAsync("process", TestContext.Current.CancellationToken);
}
