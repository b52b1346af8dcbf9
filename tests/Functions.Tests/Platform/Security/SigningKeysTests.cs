using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Platform.Security.Encryption;
using Cadenza.Functions.Platform.Tables;

namespace Cadenza.Functions.Tests.Platform.Security;

/// <summary>Signatures that cannot be made up, moved or cut short (issue 3: tamper-evident cursors, signed links).</summary>
public sealed class SigningKeysTests
{
    private static readonly byte[] Content = [1, 2, 3];

    private readonly SigningKeys _keys = new("a secret of the tests");

    [Fact]
    public void Verify_WhenSignedForTheSamePurpose_Accepts() => Assert.True(_keys.Verify("link", Content, _keys.Sign("link", Content)));

    [Fact]
    public void Verify_WhenAnyBitIsChanged_Refuses()
    {
        var signature = _keys.Sign("link", Content);
        for (var bit = 0; bit < signature.Length * 8; bit++)
        {
            byte[] altered = [.. signature];
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(_keys.Verify("link", Content, altered));
        }
    }

    [Fact]
    public void Verify_WhenPurposeContentOrSecretIsAnother_Refuses()
    {
        var signature = _keys.Sign("link", Content);
        Assert.False(_keys.Verify("cursor", Content, signature));
        Assert.False(_keys.Verify("link", [1, 2, 4], signature));
        Assert.False(_keys.Verify("lin", [(byte)'k', .. Content], signature));
        Assert.False(new SigningKeys("another secret of the tests").Verify("link", Content, signature));
    }

    [Fact]
    public void Verify_WhenCut_AcceptsNoLessThanSixteenBytes()
    {
        var signature = _keys.Sign("link", Content);
        Assert.True(_keys.Verify("link", Content, signature.AsSpan(0, 16)));
        Assert.False(_keys.Verify("link", Content, signature.AsSpan(0, 15)));
        Assert.False(_keys.Verify("link", Content, []));
        Assert.False(_keys.Verify("link", Content, [.. signature, 0]));
    }

    [Fact]
    public void Sign_WhenSecretIsNotLoaded_IsADefect() => Assert.Throws<InvalidOperationException>(() => new SigningKeys().Sign("link", Content));

    [Fact]
    public async Task Load_WhenNoSettingHasIt_MakesOneSecretForAllInstances()
    {
        await using var app = new AppFixture();
        await app.InitializeAsync();
        var tables = app.Services.GetRequiredService<StorageTables>();
        var others = Enumerable.Range(0, 8).Select(_ => new SigningKeys()).ToList();
        await Task.WhenAll(others.Select(keys => new SigningKeyStore(tables, keys, app.Services.GetRequiredService<EncryptionKeys>()).LoadAsync(TestContext.Current.CancellationToken)));
        var signature = app.Services.GetRequiredService<SigningKeys>().Sign("link", Content);
        Assert.All(others, keys => Assert.Equal(signature, keys.Sign("link", Content)));
    }

    [Fact]
    public async Task Load_WhenStartedTogetherOnEmptyStorage_AgreesOnOneSecret()
    {
        await using var app = new AppFixture { Settings = [("Security__SigningKey", "a secret of the settings")] };
        await app.InitializeAsync();
        var tables = app.Services.GetRequiredService<StorageTables>();
        Assert.False((await tables.Platform.GetEntityIfExistsAsync<Azure.Data.Tables.TableEntity>(
            StorageTables.AppPartition, "signing-key", cancellationToken: TestContext.Current.CancellationToken)).HasValue);
        var all = Enumerable.Range(0, 8).Select(_ => new SigningKeys()).ToList();
        await Task.WhenAll(all.Select(keys => new SigningKeyStore(tables, keys, app.Services.GetRequiredService<EncryptionKeys>()).LoadAsync(TestContext.Current.CancellationToken)));
        Assert.Single(all.Select(keys => Convert.ToHexString(keys.Sign("link", Content))).Distinct());
    }
}
