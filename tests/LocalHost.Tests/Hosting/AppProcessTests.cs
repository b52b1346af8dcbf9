namespace Cadenza.LocalHost.Tests.Hosting;

/// <summary>What an operator sees of the process.</summary>
public sealed class AppProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cadenza-process-").FullName;

    [Fact]
    public async Task Terminate_WhenARequestIsInFlight_FinishesItAndExitsWithZero()
    {
        await using var app = AppProcess.Start(_folder, ["--port", "0"]);
        using var client = new HttpClient { BaseAddress = await app.AddressAsync() };
        Assert.Equal("Hello Ada", await client.GetStringAsync("api/greet/Ada", TestContext.Current.CancellationToken));

        var inFlight = client.GetStringAsync("api/slow/1000", TestContext.Current.CancellationToken);
        Assert.Equal("pong", await client.GetStringAsync("api/ping", TestContext.Current.CancellationToken));
        app.Terminate();

        Assert.Equal("late", await inFlight);
        Assert.Equal(0, await app.ExitCodeAsync());
        Assert.Empty(app.Errors);
    }

    [Fact]
    public async Task Start_WhenAnotherProcessOwnsTheTaskHub_SaysSoInOneLineAndFails()
    {
        await using var first = AppProcess.Start(_folder, ["--port=0"]);
        await first.AddressAsync();

        await using var second = AppProcess.Start(_folder, ["--port=0"]);

        Assert.Equal(1, await second.ExitCodeAsync());
        Assert.Contains("Task hub 'TestHubName' is in use by process", Assert.Single(second.Errors), StringComparison.Ordinal);
        AssertNoStackTrace(second);
    }

    [Fact]
    public async Task Start_WhenThePortIsTaken_SaysSoInOneLineAndFails()
    {
        await using var first = AppProcess.Start(_folder, ["--port", "0"]);
        var port = (await first.AddressAsync()).Port;

        await using var second = AppProcess.Start(_folder, ["--port", $"{port}"], ("AzureWebJobsStorage", "UseEmbeddedStorage=true;Path=other"));

        Assert.Equal(1, await second.ExitCodeAsync());
        Assert.Contains($"127.0.0.1:{port}: address already in use", Assert.Single(second.Errors), StringComparison.Ordinal);
        AssertNoStackTrace(second);
    }

    [Fact]
    public async Task Start_WhenTheDatabaseIsDamaged_SaysSoInOneLineAndFails()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "data"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "data", "cadenza.db"), "this is no database, however long it may be", TestContext.Current.CancellationToken);

        await using var app = AppProcess.Start(_folder, ["--port", "0"]);

        Assert.Equal(1, await app.ExitCodeAsync());
        Assert.Contains("cadenza.db", Assert.Single(app.Errors), StringComparison.Ordinal);
        AssertNoStackTrace(app);
    }

    [Fact]
    public async Task Start_WithFaultySettings_NamesAllAndFails()
    {
        await using var app = AppProcess.Start(
            _folder,
            ["--port", "0"],
            ("AzureFunctionsJobHost__extensions__queues__batchSize", "many"),
            ("AzureFunctionsJobHost__extensions__durableTask__hubName", "?"));

        Assert.Equal(1, await app.ExitCodeAsync());
        Assert.Equal(3, app.Errors.Count());
        AssertNoStackTrace(app);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void AssertNoStackTrace(AppProcess app)
    {
        Assert.DoesNotContain(app.Errors, line => line.Contains("   at ", StringComparison.Ordinal));
        Assert.DoesNotContain(app.Output, line => line.Contains("   at ", StringComparison.Ordinal) || line.Contains("fail:", StringComparison.Ordinal));
    }
}
