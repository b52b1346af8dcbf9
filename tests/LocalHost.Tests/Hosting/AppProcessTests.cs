using Azure.Storage.Queues;
using Cadenza.TestKit;

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
        Assert.Equal("Hello Ada", await client.GetStringAsync("greet/Ada", TestContext.Current.CancellationToken));

        var inFlight = client.GetStringAsync("slow/1000", TestContext.Current.CancellationToken);
        await Eventually.True(async () => (await client.GetStringAsync("told", TestContext.Current.CancellationToken)).Contains("Slow", StringComparison.Ordinal), "it is in flight");
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

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Host_HoweverItEnds_LeavesNoWorker(string signal)
    {
        await using var app = AppProcess.Start(_folder, ["--port", "0"]);
        using var client = new HttpClient { BaseAddress = await app.AddressAsync() };
        var worker = await client.GetStringAsync("process", TestContext.Current.CancellationToken);
        Assert.True(Directory.Exists($"/proc/{worker}"));

        app.Signal(signal);
        await app.ExitCodeAsync();

        await Eventually.True(() => !Directory.Exists($"/proc/{worker}"), "the worker has ended");
    }

    [Fact]
    public async Task Host_WhenItsWorkerDies_SaysSoAndEndsWithOne()
    {
        await using var app = AppProcess.Start(_folder, ["--port", "0"]);
        using var client = new HttpClient { BaseAddress = await app.AddressAsync() };

        using var answer = await client.PostAsync("crash", null, TestContext.Current.CancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal(1, await app.ExitCodeAsync());
        Assert.Contains(app.Output, line => line.StartsWith("20", StringComparison.Ordinal) && line.Contains("crit: Cadenza.LocalHost[132] The app's worker has ended by itself (its process ended with code 137)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Request_ToAnAppBehindAHost_LooksAsItDidToTheHost()
    {
        await using var app = AppProcess.Start(_folder, ["--port", "0"]);
        using var client = new HttpClient { BaseAddress = await app.AddressAsync() };
        client.DefaultRequestHeaders.Host = "example.org:81";

        Assert.Equal("http example.org:81 /seen?a=1&b=%20 127.0.0.1", await client.GetStringAsync("seen?a=1&b=%20", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Bodies_OfManyMegabytes_GoThroughBothWays()
    {
        await using var app = AppProcess.Start(_folder, ["--port", "0"]);
        using var client = new HttpClient { BaseAddress = await app.AddressAsync() };
        var body = new byte[24 * 1024 * 1024];
        Random.Shared.NextBytes(body);

        using var echo = await client.PostAsync("echo", new ByteArrayContent(body), TestContext.Current.CancellationToken);

        Assert.Equal(body, await echo.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(320 * 64 * 1024, (await client.GetByteArrayAsync("stream/320", TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task Log_OfTheApp_IsPrintedAsItsOwn()
    {
        await using var app = AppProcess.Start(_folder, ["--port", "0"]);
        using var client = new HttpClient { BaseAddress = await app.AddressAsync() };

        using var answer = await client.GetAsync("throws", TestContext.Current.CancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.InternalServerError, answer.StatusCode);
        await Eventually.True(() => app.Output.Any(line => line.Contains("fail: Cadenza.LocalHost[100] Function Throws failed", StringComparison.Ordinal) && line.Contains("on purpose", StringComparison.Ordinal)), "it is told");
    }

    [Fact]
    public async Task App_OnAzurite_RunsEveryKindOfFunction()
    {
        if (AzuriteServer.WhyUnavailable is { } reason) Assert.Skip(reason);
        await using var azurite = await AzuriteServer.StartAsync();
        await using var app = AppProcess.Start(_folder, ["--port", "0"], ("AzureWebJobsStorage", azurite.ConnectionString));
        using var client = new HttpClient { BaseAddress = await app.AddressAsync() };

        Assert.Equal("Hello Ada", await client.GetStringAsync("greet/Ada", TestContext.Current.CancellationToken));
        var queue = new QueueServiceClient(azurite.ConnectionString, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 }).GetQueueClient("texts");
        await queue.SendMessageAsync("from afar", TestContext.Current.CancellationToken);
        await Eventually.True(async () => (await client.GetStringAsync("told", TestContext.Current.CancellationToken)).Contains("from afar 1 True True True", StringComparison.Ordinal), "the message is worked on");
        Assert.Contains("False 00:00", await client.GetStringAsync("told", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void AssertNoStackTrace(AppProcess app)
    {
        Assert.DoesNotContain(app.Errors, line => line.Contains("   at ", StringComparison.Ordinal));
        Assert.DoesNotContain(app.Output, line => line.Contains("   at ", StringComparison.Ordinal) || line.Contains("fail:", StringComparison.Ordinal));
    }
}
