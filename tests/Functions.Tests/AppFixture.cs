using System.Net.Http.Headers;
using Cadenza.Functions.Tests.Platform.Http.OpenApi;
using Cadenza.Local;
using Cadenza.LocalHost.Durable;
using Cadenza.LocalHost.Hosting;
using Cadenza.LocalHost.Storage.Embedded;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cadenza.Functions.Tests;

/// <summary>
/// The whole app in this process, behind real HTTP on a free port, with its own storage that is gone afterwards.
/// As a class fixture one app serves the tests of a class; <c>new AppFixture()</c> makes one for a single test.
/// </summary>
public class AppFixture : IAsyncLifetime
{
    /// <summary>The key that the app takes.</summary>
    public const string Key = "the-bootstrap-key-of-the-tests";

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "cadenza-" + Guid.NewGuid().ToString("N"));
    private FunctionsHost? _host;

    /// <summary>A clock that only the test moves, or null for real time; to be chosen before the start.</summary>
    public ManualTimeProvider? Clock { get; init; }

    /// <summary>Settings on top of the fixture's own, such as <c>("Delivery__Email", "null")</c>; to be chosen before the start.</summary>
    public IReadOnlyList<(string Key, string Value)> Settings { get; init; } = [];

    /// <summary>The connection string of the app's storage.</summary>
    public string Storage { get; protected set; } = "";

    /// <summary>Where the app answers.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Sends the key with every request.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>Sends no key.</summary>
    public HttpClient Stranger { get; private set; } = null!;

    /// <summary>The app's services.</summary>
    public virtual IServiceProvider Services => _host!.Services!;

    /// <summary>The task hub of the app.</summary>
    internal DurableEngine Engine => _host!.Durable!;

    /// <summary>Where clients of the task hub connect.</summary>
    internal Uri HubAddress => _host!.WorkerAddress;

    /// <summary>A client of the task hub, as functions get it.</summary>
    internal DurableTaskClient DurableClient => new GrpcDurableTaskClient("tests", new GrpcDurableTaskClientOptions { Address = HubAddress.ToString() }, NullLogger.Instance);

    /// <summary>What this machine lacks for the fixture's storage, or null; the app is not started then.</summary>
    public virtual string? Missing => null;

    /// <summary>This fixture, where the machine has what it needs; else the test skips.</summary>
    public AppFixture OrSkip() => Missing is { } missing ? throw new MissingRequirementException(missing) : this;

    /// <summary>Starts the app.</summary>
    public async ValueTask InitializeAsync()
    {
        if (Missing is not null) return;
        Address = await StartAsync();
        Client = DocumentedAnswers.Client(Address);
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        Stranger = DocumentedAnswers.Client(Address);
    }

    /// <summary>Stops the app and deletes its storage.</summary>
    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        Stranger?.Dispose();
        await StopAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The settings that the app starts with.</summary>
    /// <param name="storage">Its storage connection.</param>
    protected IEnumerable<(string Key, string Value)> Own(string storage) =>
    [
        ("AzureWebJobsStorage", storage),
        ("Cadenza__BootstrapKey", Key),
        ("RateLimit__RequestsPerMinute", "0"),
        ("Delivery__Email", "outbox"),
        ("Logging__LogLevel__Default", "Warning"),
        .. Settings,
    ];

    /// <summary>Makes storage for the app.</summary>
    /// <returns>Its connection string.</returns>
    protected virtual ValueTask<string> CreateStorageAsync() => new($"UseEmbeddedStorage=true;Path={_folder}");

    /// <summary>The folder of embedded storage.</summary>
    protected string StorageFolder => _folder;

    /// <summary>Replaces services of the app before it starts.</summary>
    protected virtual void Configure(IServiceCollection services)
    {
    }

    /// <summary>Deletes what the app stored.</summary>
    protected virtual ValueTask DeleteStorageAsync()
    {
        // The store would live as long as the process, with its thread and its open files.
        EmbeddedStore.Close(_folder);
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Starts the app and gives its address.</summary>
    protected virtual async Task<Uri> StartAsync()
    {
        Storage = await CreateStorageAsync();
        var args = Own(Storage).Select(setting => $"--{setting.Key.Replace("__", ":", StringComparison.Ordinal)}={setting.Value}").Append("--port=0");
        _host = await LocalApplication.StartAsync([.. args], Configure, Clock);
        return _host.Address;
    }

    /// <summary>Stops the app and deletes its storage.</summary>
    protected virtual async Task StopAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        _host = null;
        await DeleteStorageAsync();
    }
}
