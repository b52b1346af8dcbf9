using Cadenza.LocalHost.Hosting;

namespace Cadenza.LocalHost.Tests.Hosting;

public sealed class StartFaultTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cadenza-fault-").FullName;

    [Theory]
    [InlineData("""{"extensions":{"queues":{"batchSize":33}}}""", "host.json: extensions.queues.batchSize must be a whole number from 1 to 32, not '33'.")]
    [InlineData("""{"extensions":{"queues":{"visibilityTimeout":"soon"}}}""", "extensions.queues.visibilityTimeout must be a time")]
    [InlineData("""{"extensions":{"queues":{"messageEncoding":"utf7"}}}""", "extensions.queues.messageEncoding must be one of base64, none")]
    [InlineData("""{"extensions":{"durableTask":{"hubName":"1"}}}""", "extensions.durableTask.hubName must be 3 to 45")]
    [InlineData("""{"extensions":{"durableTask":{"maxConcurrentActivityFunctions":0}}}""", "maxConcurrentActivityFunctions must be")]
    [InlineData("""{"extensions":{"durableTask":{"extendedSessionsEnabled":"perhaps"}}}""", "extendedSessionsEnabled must be true or false")]
    [InlineData("""{"extensions":{"durableTask":{"storageProvider":{"type":"mssql"}}}}""", "storageProvider.type can be AzureStorage only, not 'mssql'")]
    [InlineData("""{"extensions":""", "host.json is not valid JSON")]
    public async Task Start_OfAFaultyHostJson_NamesTheValue(string json, string says)
    {
        await TestApp.WriteHostJsonAsync(_folder, json);

        Assert.Contains(says, (await FaultAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OfAHostJsonWithUnknownSettings_LeavesThemAlone()
    {
        await TestApp.WriteHostJsonAsync(_folder, """{"version":"2.0","unknown":1,"extensions":{"durableTask":{"storageProvider":{"controlQueueVisibilityTimeout":"00:01:00"},"tracing":{"version":"V2"}}}}""");

        await using var app = await FunctionsHost.StartAsync(TestApp.Options(_folder, new LogLines(), new TestAppSetup()), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("{", "local.settings.json is not valid JSON")]
    [InlineData("""{"Values":[]}""", "Values must be an object")]
    [InlineData("""{"Values":{"A":{}}}""", "Values.A must be a text")]
    public async Task LocalSettings_WhenFaulty_AreRefused(string json, string says)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "local.settings.json"), json, TestContext.Current.CancellationToken);

        Assert.Contains(says, (await FaultAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LocalSettings_Values_AreReadAsEnvironmentVariablesAre()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "local.settings.json"), """{ "IsEncrypted": false, /* a comment */ "Values": { "Plain": "text", "Deep__Key": 3, "On": true } }""", TestContext.Current.CancellationToken);

        var values = LocalSettings.Read(_folder);

        Assert.Equal(("text", "3", "True"), (values["Plain"], values["Deep:Key"], values["On"]));
    }

    [Fact]
    public async Task Settings_OfSeveralSources_BeatEachOtherAndReachTheApp()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "local.settings.json"), """{ "Values": { "FromFile": "file", "PATH": "file", "Set__Twice": "file", "Argued": "file" } }""", TestContext.Current.CancellationToken);
        var options = TestApp.Options(_folder, new LogLines(), new TestAppSetup()) with { Args = ["--Argued=argument"], Settings = new Dictionary<string, string?> { ["Set:Twice"] = "option" } };

        var settings = HostSettings.Read(options, []);

        Assert.Equal(("file", "option", "argument"), (settings.Configuration["FromFile"], settings.Configuration["Set:Twice"], settings.Configuration["Argued"]));
        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), settings.Configuration["PATH"]);
        Assert.Equal(("file", "option", false), (settings.ForApp["FromFile"], settings.ForApp["Set:Twice"], settings.ForApp.ContainsKey("PATH")));
    }

    [Fact]
    public async Task HostJson_OverriddenByASetting_TakesTheSetting()
    {
        await TestApp.WriteHostJsonAsync(_folder, """{"extensions":{"queues":{"batchSize":3}}}""");
        var options = TestApp.Options(_folder, new LogLines(), new TestAppSetup { Settings = { ["AzureFunctionsJobHost:extensions:queues:batchSize"] = "5" } });

        Assert.Equal(5, HostSettings.Read(options, []).Host.Queues.BatchSize);
    }

    [Theory]
    [InlineData("0", "FUNCTIONS_WORKER_PROCESS_COUNT must be a whole number from 1 to 10, not '0'")]
    [InlineData("11", "FUNCTIONS_WORKER_PROCESS_COUNT must be a whole number from 1 to 10, not '11'")]
    [InlineData("few", "FUNCTIONS_WORKER_PROCESS_COUNT must be a whole number from 1 to 10, not 'few'")]
    [InlineData("2", "FUNCTIONS_WORKER_PROCESS_COUNT is 2, but an app in the host's own process is one worker")]
    public async Task WorkerCount_ThatCannotBe_IsRefused(string count, string says)
    {
        await TestApp.WriteHostJsonAsync(_folder, "{}");

        var fault = await FaultAsync(new TestAppSetup { Settings = { ["FUNCTIONS_WORKER_PROCESS_COUNT"] = count } });

        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port", "x")]
    [InlineData("--port=70000")]
    [InlineData("--port")]
    public void Port_ThatIsNone_IsRefused(params string[] args) =>
        Assert.Contains("0 to 65535", Assert.Throws<StartException>(() => ListenAddress.Port(args)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Start_OfFaultyFunctions_NamesThemAllAndLeavesNothingRunning()
    {
        await TestApp.WriteHostJsonAsync(_folder, "{}");
        // Two functions need settings that are not there.
        var setup = new TestAppSetup { Only = ["Named", "FromSettings"] };

        var fault = await Assert.ThrowsAsync<StartException>(() => FunctionsHost.StartAsync(TestApp.Options(_folder, new LogLines(), setup), TestContext.Current.CancellationToken));

        Assert.Contains("'Named': its queue '%TheQueue%' needs the setting 'TheQueue'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'FromSettings': its schedule '%Every%' needs the setting 'Every'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhenTheAppItselfFails_TellsItsReason()
    {
        await TestApp.WriteHostJsonAsync(_folder, "{}");
        var setup = new TestAppSetup { Before = _ => throw new InvalidOperationException("the app's own reason") };

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => FunctionsHost.StartAsync(TestApp.Options(_folder, new LogLines(), setup), TestContext.Current.CancellationToken));

        Assert.Equal("the app's own reason", fault.Message);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<StartException> FaultAsync(TestAppSetup? setup = null) =>
        Assert.ThrowsAsync<StartException>(() => FunctionsHost.StartAsync(TestApp.Options(_folder, new LogLines(), setup ?? new TestAppSetup()), TestContext.Current.CancellationToken));
}
