using Cadenza.Functions.App;
using Cadenza.Functions.Platform.Configuration;
using Cadenza.Functions.Platform.Security.Encryption;
using Cadenza.TestKit.Apps;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Tests;

/// <summary>
/// The app as it runs on Azure: host and app in a process each, on a real Azurite of their own. Where there is none,
/// <see cref="AppFixture.Missing"/> says so and tests skip.
/// </summary>
public sealed class TwoProcessAppFixture : AppFixture
{
    private AzuriteServer? _azurite;
    private AppProcess? _app;
    private ServiceProvider? _services;

    /// <inheritdoc/>
    public override string? Missing => AzuriteServer.WhyUnavailable;

    /// <summary>The app's own services over the same storage, made in this process, for tests that arrange or look at rows.</summary>
    public override IServiceProvider Services => _services!;

    /// <summary>Ends Azurite under the running app.</summary>
    public async Task StopStorageAsync()
    {
        if (_azurite is not null) await _azurite.DisposeAsync();
        _azurite = null;
    }

    /// <inheritdoc/>
    protected override async Task<Uri> StartAsync()
    {
        _azurite = await AzuriteServer.StartAsync();
        Storage = _azurite.ConnectionString;
        var settings = Own(_azurite.ConnectionString).Append((Key: "Security__EncryptionKey", Value: "the-encryption-key-of-these-tests")).ToDictionary(setting => setting.Key, setting => setting.Value);
        _app = await AppProcess.StartAsync(new AppOptions { InTwoProcesses = true, Storage = _azurite.ConnectionString, Settings = settings });
        _services = CreateServices(settings);
        await _services.GetRequiredService<EncryptionSetup>().LoadAsync(TestContext.Current.CancellationToken);
        return _app.Address;
    }

    /// <inheritdoc/>
    protected override async Task StopAsync()
    {
        if (_services is not null) await _services.DisposeAsync();
        if (_app is not null) await _app.DisposeAsync();
        await StopStorageAsync();
    }

    private static ServiceProvider CreateServices(IReadOnlyDictionary<string, string> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)))
            .Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        CadenzaApplication.AddCapabilities(services, new Settings(configuration));
        return services.BuildServiceProvider();
    }
}
