namespace Cadenza.Functions.Tests;

/// <summary>The whole app on a real Azurite of its own. Where there is none, <see cref="AppFixture.Missing"/> says so and tests skip.</summary>
public sealed class AzuriteAppFixture : AppFixture
{
    private AzuriteServer? _azurite;

    /// <summary>Whether Azurite keeps its data in files; to be chosen before the start.</summary>
    public bool OnDisk { get; init; }

    /// <summary>Where Azurite's files are.</summary>
    public string Folder => _azurite!.Folder;

    /// <inheritdoc/>
    public override string? Missing => AzuriteServer.WhyUnavailable;

    /// <summary>Ends Azurite under the running app.</summary>
    public async Task StopStorageAsync()
    {
        if (_azurite is not null) await _azurite.DisposeAsync();
        _azurite = null;
    }

    /// <inheritdoc/>
    protected override async ValueTask<string> CreateStorageAsync()
    {
        _azurite = await AzuriteServer.StartAsync(OnDisk);
        return _azurite.ConnectionString;
    }

    /// <inheritdoc/>
    protected override async ValueTask DeleteStorageAsync() => await StopStorageAsync();
}
