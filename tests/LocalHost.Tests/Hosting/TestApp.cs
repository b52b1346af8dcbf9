using System.Reflection;
using System.Text.Json;
using Cadenza.LocalHost.Hosting;
using Cadenza.LocalHost.Queues;
using Cadenza.SampleApp;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Tests.Hosting;

/// <summary>The sample app in this process, on a free port, with a folder of its own for host.json and data.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private static readonly string[] SelfStarting = FindSelfStarting();

    private TestApp(FunctionsHost host, string folder, LogLines log)
    {
        (Host, Folder, Log) = (host, folder, log);
        Client = new HttpClient { BaseAddress = host.Address };
    }

    public FunctionsHost Host { get; }

    public string Folder { get; }

    public LogLines Log { get; }

    public HttpClient Client { get; }

    public string Storage => StorageIn(Folder);

    public static async Task<TestApp> StartAsync(TestAppSetup? setup = null)
    {
        var folder = Directory.CreateTempSubdirectory("cadenza-host-").FullName;
        await WriteHostJsonAsync(folder, setup?.HostJson ?? new { extensions = new { http = new { routePrefix = "" } } });
        return await StartInAsync(folder, setup);
    }

    /// <summary>Starts in a folder that may hold the data of an earlier app.</summary>
    public static async Task<TestApp> StartInAsync(string folder, TestAppSetup? setup = null)
    {
        var log = new LogLines();
        return new TestApp(await FunctionsHost.StartAsync(Options(folder, log, setup ?? new TestAppSetup())), folder, log);
    }

    public static FunctionsHostOptions Options(string folder, LogLines log, TestAppSetup setup)
    {
        var app = new InProcessApp(typeof(SampleApplication).Assembly, (args, services) => SampleApplication.Create(args, services, setup.Before, setup.After), (services, _) => setup.Configure(services));
        return new FunctionsHostOptions
        {
            App = app,
            Folder = folder,
            Port = 0,
            Clock = setup.Clock,
            Grace = setup.Grace,
            QueueHold = setup.QueueHold,
            Settings = Settings(folder, setup),
            Logging = logging => logging.AddProvider(log),
        };
    }

    public static Task WriteHostJsonAsync(string folder, object hostJson) =>
        File.WriteAllTextAsync(Path.Combine(folder, "host.json"), hostJson as string ?? JsonSerializer.Serialize(hostJson));

    public static string StorageIn(string folder) => $"UseEmbeddedStorage=true;Path={Path.Combine(folder, "data")}";

    public async Task<(int Status, string Body)> SendAsync(HttpMethod method, string path, HttpContent? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        using var response = await Client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public Task<(int Status, string Body)> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <summary>Stops the app but leaves its folder for the next.</summary>
    public async Task StopKeepingDataAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopKeepingDataAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static Dictionary<string, string?> Settings(string folder, TestAppSetup setup)
    {
        var settings = new Dictionary<string, string?> { [StorageSettings.Default] = StorageIn(folder) };
        // Timers and queues run only where a test is about them.
        foreach (var function in SelfStarting.Except(setup.Only).Concat(setup.Without)) settings[$"AzureWebJobs.{function}.Disabled"] = "true";
        foreach (var (name, value) in setup.Settings) settings[name] = value;
        return settings;
    }

    private static string[] FindSelfStarting() =>
    [
        .. from type in typeof(SampleApplication).Assembly.GetTypes()
           from method in type.GetMethods()
           where method.GetParameters().Any(parameter => parameter.IsDefined(typeof(QueueTriggerAttribute), false) || parameter.IsDefined(typeof(TimerTriggerAttribute), false))
           select method.GetCustomAttribute<FunctionAttribute>()!.Name,
    ];
}

/// <summary>What a test sets of its app.</summary>
internal sealed record TestAppSetup
{
    /// <summary>The timer and queue functions that run.</summary>
    public string[] Only { get; init; } = [];

    /// <summary>Functions that do not run.</summary>
    public string[] Without { get; init; } = [];

    public Action<IServiceCollection>? Services { get; init; }

    public Action<FunctionsApplicationBuilder>? Before { get; init; }

    public Action<FunctionsApplicationBuilder>? After { get; init; }

    public object? HostJson { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    public QueueHold QueueHold { get; init; } = QueueHold.Normal;

    public Dictionary<string, string?> Settings { get; init; } = [];

    public void Configure(IServiceCollection services)
    {
        services.AddSingleton(Clock);
        Services?.Invoke(services);
    }
}
