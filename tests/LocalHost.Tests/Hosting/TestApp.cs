using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Tests.Hosting;

/// <summary>A function app of chosen classes on a free port, with its own folder for host.json and data.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly IHost _host;

    private TestApp(IHost host, string folder, LogLines log)
    {
        _host = host;
        Folder = folder;
        Log = log;
        Client = new HttpClient { BaseAddress = new Uri(Addresses(host).Single()) };
    }

    public string Folder { get; }

    public LogLines Log { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _host.Services;

    public static FunctionsApplicationBuilder Builder(string folder, params Type[] functions)
    {
        var builder = FunctionsApplication.CreateBuilder(["--port", "0"]);
        builder.Setup.FunctionTypes = functions;
        builder.Setup.Folder = folder;
        builder.Configuration["AzureWebJobsStorage"] = $"UseEmbeddedStorage=true;Path={Path.Combine(folder, "data")}";
        builder.Logging.ClearProviders();
        return builder;
    }

    public static async Task<TestApp> StartAsync(Type[] functions, Action<FunctionsApplicationBuilder>? configure = null, object? hostJson = null, Action<FunctionsApplicationBuilder>? before = null)
    {
        var folder = Directory.CreateTempSubdirectory("cadenza-host-").FullName;
        await WriteHostJsonAsync(folder, hostJson ?? new { extensions = new { http = new { routePrefix = "" } } });
        return await StartInAsync(folder, functions, configure, before);
    }

    /// <summary>Starts in a folder that may hold the data of an earlier app.</summary>
    public static async Task<TestApp> StartInAsync(string folder, Type[] functions, Action<FunctionsApplicationBuilder>? configure = null, Action<FunctionsApplicationBuilder>? before = null)
    {
        var builder = Builder(folder, functions);
        var log = new LogLines();
        builder.Logging.AddProvider(log);
        before?.Invoke(builder);
        builder.ConfigureFunctionsWebApplication();
        configure?.Invoke(builder);
        var host = builder.Build();
        await host.StartAsync();
        return new TestApp(host, folder, log);
    }

    public static Task WriteHostJsonAsync(string folder, object hostJson) =>
        File.WriteAllTextAsync(Path.Combine(folder, "host.json"), hostJson as string ?? JsonSerializer.Serialize(hostJson));

    public async Task<(int Status, string Body)> SendAsync(HttpMethod method, string path, HttpContent? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        using var response = await Client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public Task<(int Status, string Body)> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task StopAsync(CancellationToken cancellation = default) => _host.StopAsync(cancellation);

    /// <summary>Stops the app but leaves its folder for the next.</summary>
    public async Task StopKeepingDataAsync()
    {
        await StopAsync();
        Client.Dispose();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopKeepingDataAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static ICollection<string> Addresses(IHost host) =>
        host.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
}
