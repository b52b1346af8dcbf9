using Azure.Data.Tables;
using Cadenza.Functions.App;
using Cadenza.Functions.Platform.Configuration;
using Cadenza.Functions.Platform.Security.Encryption;
using Cadenza.Functions.Platform.Tables;
using Cadenza.Functions.Tests.Workflows.Http.Blocks;
using Cadenza.LocalHost.Hosting;
using Cadenza.TestKit.Apps;

namespace Cadenza.Functions.Tests.Platform.Security.Encryption;

/// <summary>What the app must be able to read back and nobody else may read is encrypted in its files, and opens where it was written alone.</summary>
public sealed class SecretsInStorageTests
{
    private const string First = "the-first-encryption-key-of-the-tests";
    private const string Second = "the-second-encryption-key-of-the-tests";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_HoldNoSecretWhateverIsDoneWithIt()
    {
        using var folder = new TemporaryFolder();
        var secrets = new List<string>();
        await using (var app = await FolderApp.StartAsync(folder.Path))
        {
            var workflow = await app.Client.SendAsync("POST", "/workflows", Workflow("sk-live-of-the-header-1", "secret-of-the-trigger-1", "a workflow to find"), 201);
            secrets.AddRange("sk-live-of-the-header-1", "secret-of-the-trigger-1", "token-in-the-address", new Uri(workflow.GetProperty("webhook_url").GetString()!).Segments[^1]);
            var webhook = await app.Client.SendAsync("POST", "/v1/user-webhooks", Webhook("secret-of-the-receiver-1"), 201);
            secrets.AddRange("secret-of-the-receiver-1", "token-of-the-receiver");
            AssertAreIn(folder.Path, secrets, "a workflow to find");

            await app.Client.SendAsync("PATCH", "/workflows/" + workflow.Id(), Workflow("sk-live-of-the-header-2", "secret-of-the-trigger-2", "a workflow to find", isPatch: true));
            await app.Client.SendAsync("POST", $"/workflows/{workflow.Id()}/execute", """{"is_test_run":true}""", 202);
            secrets.AddRange("sk-live-of-the-header-2", "secret-of-the-trigger-2");
            var path = "/v1/user-webhooks/" + webhook.GetProperty("id").GetString();
            await app.Client.SendAsync("PATCH", path, """{"secret":"secret-of-the-receiver-2"}""");
            secrets.Add("secret-of-the-receiver-2");
            AssertAreIn(folder.Path, secrets, "a workflow to find");

            using var gone = await app.Client.CallAsync("DELETE", path);
            using var deleted = await app.Client.CallAsync("DELETE", "/workflows/" + workflow.Id());
            Assert.True(gone.IsSuccessStatusCode && deleted.IsSuccessStatusCode);
            AssertAreIn(folder.Path, secrets, "a workflow to find");
        }

        AssertAreIn(folder.Path, secrets, null);
    }

    [Fact]
    public async Task Files_OfAzurite_HoldNoSecret()
    {
        await using var app = new AzuriteAppFixture { OnDisk = true, Settings = [("Security__EncryptionKey", First)] };
        await app.InitializeAsync();
        app.OrSkip();
        var workflow = await app.Client.SendAsync("POST", "/workflows", Workflow("sk-live-of-the-header-1", "secret-of-the-trigger-1", "a workflow to find"), 201);
        using var webhook = await app.Client.CallAsync("POST", "/v1/user-webhooks", Webhook("secret-of-the-receiver-1"));
        await webhook.JsonAsync(201);
        var read = await app.Client.ReadAsync("/workflows/" + workflow.Id());
        Assert.Contains("sk-live-of-the-header-1", read.GetRawText(), StringComparison.Ordinal);
        string[] secrets = ["sk-live-of-the-header-1", "secret-of-the-trigger-1", "token-in-the-address", "secret-of-the-receiver-1", "token-of-the-receiver", new Uri(workflow.GetProperty("webhook_url").GetString()!).Segments[^1]];
        // Azurite writes its file a while after the request.
        await Eventually.True(() => FolderApp.FilesWith(app.Folder, "a workflow to find").Count > 0, "the workflow in a file", TimeSpan.FromSeconds(30));
        Assert.All(secrets, secret => Assert.Empty(FolderApp.FilesWith(app.Folder, secret)));
    }

    [Fact]
    public async Task Ciphertext_WhenMovedToAnotherRow_IsRefused()
    {
        using var folder = new TemporaryFolder();
        await using var app = await FolderApp.StartAsync(folder.Path);
        var mine = await app.Client.SendAsync("POST", "/workflows", Workflow("sk-live-1", "secret-of-the-trigger-1", "mine"), 201);
        var theirs = await app.Client.SendAsync("POST", "/workflows", Workflow("sk-live-2", "secret-of-the-trigger-2", "theirs"), 201);
        var workflows = app.Services.GetRequiredService<StorageTables>().Workflows;
        foreach (var (kind, column) in new[] { ("w", "HookSecretSealed"), ("v", "ContentSealed") })
        {
            var (source, target) = (await RowAsync(workflows, kind, theirs.Id()), await RowAsync(workflows, kind, mine.Id()));
            target[column] = source.GetBinary(column)!;
            await workflows.UpdateEntityAsync(target, target.ETag, TableUpdateMode.Replace, Cancellation);
        }

        using var response = await app.Client.CallAsync("GET", "/workflows/" + mine.Id());
        Assert.Equal(500, (int)response.StatusCode);
        Assert.DoesNotContain("sk-live-2", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        await app.Client.ReadAsync("/workflows/" + theirs.Id());
    }

    [Fact]
    public async Task Start_WithAnotherKey_IsRefusedWithTheReasonAndNothingIsLost()
    {
        using var folder = new TemporaryFolder();
        string id;
        await using (var app = await FolderApp.StartAsync(folder.Path, settings: ("Security__EncryptionKey", First)))
        {
            id = (await app.Client.SendAsync("POST", "/workflows", Workflow("sk-live-1", "secret-of-the-trigger-1", "kept"), 201)).Id();
        }

        var wrong = await Assert.ThrowsAsync<SettingsException>(() => FolderApp.StartAsync(folder.Path, settings: ("Security__EncryptionKey", Second)));
        Assert.Matches("Security__EncryptionKey is the key [0-9a-f]{8}, but storage holds secrets that are encrypted with [0-9a-f]{8}; give that key back", wrong.Message);
        Assert.DoesNotContain(Second, wrong.Message, StringComparison.Ordinal);
        // Without a setting it would be the key file, which is not there: no new key is made.
        var none = await Assert.ThrowsAsync<SettingsException>(() => FolderApp.StartAsync(folder.Path));
        Assert.Contains("encryption-key is not there, but storage holds secrets", none.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("encryption-key")));
        await using var again = await FolderApp.StartAsync(folder.Path, settings: ("Security__EncryptionKey", First));
        Assert.Contains("sk-live-1", (await again.Client.ReadAsync("/workflows/" + id)).GetRawText(), StringComparison.Ordinal);
    }

    /// <summary>What an operator reads who runs it as Azure does: the reason, and not the way through the code.</summary>
    [Fact]
    public async Task Start_InTwoProcessesWithAnotherKey_SaysTheReasonAlone()
    {
        Assert.SkipWhen(AzuriteServer.WhyUnavailable is not null, AzuriteServer.WhyUnavailable ?? "");
        await using var azurite = await AzuriteServer.StartAsync();
        await using (await AppProcess.StartAsync(InTwoProcesses(azurite, First)))
        {
        }

        await using var app = AppProcess.Create(InTwoProcesses(azurite, Second));
        app.Launch();
        Assert.Equal(1, await app.ExitAsync());
        await Eventually.True(() => app.Output.Contains("Cadenza cannot start with these settings", StringComparison.Ordinal), "the reason is written");
        Assert.Matches("Security__EncryptionKey is the key [0-9a-f]{8}, but storage holds secrets that are encrypted with", app.Output);
        Assert.DoesNotContain("   at Cadenza.", app.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", app.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("BackgroundService", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyFile_IsMadeOnceAndForItsOwnerAlone()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("encryption-key");
        string id, key;
        await using (var app = await FolderApp.StartAsync(folder.Path))
        {
            id = (await app.Client.SendAsync("POST", "/workflows", Workflow("sk-live-1", "secret-of-the-trigger-1", "kept"), 201)).Id();
            key = await File.ReadAllTextAsync(file, Cancellation);
            Assert.Matches("^[0-9a-f]{64}\n$", key);
            if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(["encryption-key"], FolderApp.FilesWith(folder.Path, key.Trim()));
        }

        await using var again = await FolderApp.StartAsync(folder.Path);
        Assert.Equal(key, await File.ReadAllTextAsync(file, Cancellation));
        Assert.Contains("sk-live-1", (await again.Client.ReadAsync("/workflows/" + id)).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rotation_EncryptsAnewAndThenNeedsTheEarlierKeyNoMore()
    {
        using var folder = new TemporaryFolder();
        var clock = new ManualTimeProvider();
        string id;
        await using (var app = await FolderApp.StartAsync(folder.Path, clock, ("Security__EncryptionKey", First)))
        {
            id = (await app.Client.SendAsync("POST", "/workflows", Workflow("sk-live-1", "secret-of-the-trigger-1", "kept"), 201)).Id();
            await app.Client.SendAsync("POST", "/v1/user-webhooks", Webhook("secret-of-the-receiver-1"), 201);
        }

        (string, string)[] both = [("Security__EncryptionKey", Second), ("Security__PreviousEncryptionKeys", First)];
        await using (var app = await FolderApp.StartAsync(folder.Path, clock, both))
        {
            Assert.Contains("sk-live-1", (await app.Client.ReadAsync("/workflows/" + id)).GetRawText(), StringComparison.Ordinal);
        }

        // Nothing was written anew so far.
        await Assert.ThrowsAsync<SettingsException>(() => FolderApp.StartAsync(folder.Path, clock, ("Security__EncryptionKey", Second)));
        await using (var app = await FolderApp.StartAsync(folder.Path, clock, both))
        {
            await ResealAsync(app, clock);
        }

        await using var last = await FolderApp.StartAsync(folder.Path, clock, ("Security__EncryptionKey", Second));
        var read = (await last.Client.ReadAsync("/workflows/" + id)).GetRawText();
        Assert.Contains("sk-live-1", read, StringComparison.Ordinal);
        Assert.Contains("secret-of-the-trigger-1", read, StringComparison.Ordinal);
        Assert.Equal(1, (await last.Client.ReadAsync("/v1/user-webhooks")).GetProperty("data").GetArrayLength());
    }

    [Theory]
    [InlineData("abc,defghijklmnopqrstuvwxyz0123456789,xyz")]
    [InlineData("four words make one long passphrase here")]
    [InlineData("abc;defghijklmnopqrstuvwxyz0123456789")]
    public async Task Start_WhenTheKeyCouldNeverBeNamedAsAnEarlierOne_IsRefused(string key)
    {
        using var folder = new TemporaryFolder();
        var bySetting = await Assert.ThrowsAsync<StartException>(() => FolderApp.StartAsync(folder.Path, settings: ("Security__EncryptionKey", key)));
        Assert.Contains("must have no blanks, commas, semicolons or line breaks in it", bySetting.Message, StringComparison.Ordinal);

        var file = Path.Combine(folder.Path, "key");
        await File.WriteAllTextAsync(file, key + "\n", TestContext.Current.CancellationToken);
        var byFile = await Assert.ThrowsAsync<SettingsException>(() => FolderApp.StartAsync(folder.Path, settings: ("Security__EncryptionKeyFile", file)));
        Assert.Contains("holds a key that must have no blanks", byFile.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RowsOfEarlierVersions_AreReadAndThenEncrypted()
    {
        using var folder = new TemporaryFolder();
        var clock = new ManualTimeProvider();
        await using var app = await FolderApp.StartAsync(folder.Path, clock);
        var tables = app.Services.GetRequiredService<StorageTables>();
        // A long one, which earlier versions kept compressed and in parts, and a short one, which they kept as text.
        var big = (await app.Client.SendAsync("POST", "/workflows", Workflow("sk-live-1", "secret-of-the-trigger-1", "big", filler: Filler(60_000)), 201)).Id();
        var small = (await app.Client.SendAsync("POST", "/workflows", Workflow("sk-live-2", "secret-of-the-trigger-2", "small"), 201)).Id();
        var before = new[] { await app.Client.ReadAsync("/workflows/" + big), await app.Client.ReadAsync("/workflows/" + small) };
        foreach (var id in new[] { big, small })
        {
            await AsEarlierAsync(app.Services.GetRequiredService<EncryptionKeys>(), tables.Workflows, await RowAsync(tables.Workflows, "v", id), "Content");
            await AsEarlierAsync(app.Services.GetRequiredService<EncryptionKeys>(), tables.Workflows, await RowAsync(tables.Workflows, "w", id), "HookSecret");
        }

        Assert.NotEmpty(FolderApp.FilesWith(folder.Path, "sk-live-2"));
        Assert.Equal(before.Select(Text), [Text(await app.Client.ReadAsync("/workflows/" + big)), Text(await app.Client.ReadAsync("/workflows/" + small))]);
        await ResealAsync(app, clock);
        Assert.Equal(before.Select(Text), [Text(await app.Client.ReadAsync("/workflows/" + big)), Text(await app.Client.ReadAsync("/workflows/" + small))]);
        Assert.All(
            await tables.Workflows.QueryAsync<TableEntity>(cancellationToken: Cancellation).ToListAsync(Cancellation),
            row => Assert.DoesNotContain(row.Keys, column => column is "Content" or "ContentParts" or "Content0" or "HookSecret"));
    }

    private static AppOptions InTwoProcesses(AzuriteServer azurite, string key) => new()
    {
        InTwoProcesses = true,
        Storage = azurite.ConnectionString,
        Settings = new Dictionary<string, string> { ["Security__EncryptionKey"] = key },
    };

    private static void AssertAreIn(string folder, IEnumerable<string> secrets, string? found)
    {
        // What is no secret is found, so whatever is not found is not there.
        if (found is not null) Assert.NotEmpty(FolderApp.FilesWith(folder, found));
        Assert.All(secrets, secret => Assert.True(FolderApp.FilesWith(folder, secret) is [], secret));
    }

    private static async Task ResealAsync(FolderApp app, ManualTimeProvider clock)
    {
        var resealing = app.Services.GetRequiredService<Resealing>();
        clock.Advance(TimeSpan.FromMinutes(1));
        // Two tables a reading; the first writes anew, and one that finds nothing has to begin an hour after the change.
        for (var portion = 0; portion < 4; portion++) Assert.False(await resealing.RunAsync(Cancellation));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.False(await resealing.RunAsync(Cancellation));
        Assert.True(await resealing.RunAsync(Cancellation));
    }

    private static async Task<TableEntity> RowAsync(TableClient table, string kind, string id)
    {
        var filter = TableClient.CreateQueryFilter($"RowKey ge {kind + "|" + id} and RowKey lt {kind + "|" + id + "}"}");
        return Assert.Single(await table.QueryAsync<TableEntity>(filter, cancellationToken: Cancellation).ToListAsync(Cancellation));
    }

    private static string Webhook(string secret) =>
        $$"""{"url":"https://receiver.example/token-of-the-receiver","events":["lead.enrolled"],"secret":"{{secret}}"}""";

    private static string Workflow(string credential, string secret, string name, bool isPatch = false, string filler = "")
    {
        var type = isPatch ? "" : "\"trigger_type\":\"webhook\",";
        return $$"""
            {"name":"{{name}}",{{type}}"trigger_configuration":{"secret":"{{secret}}"},"workflow_blocks":[
              {"$kind":"Action","id":"call","type":"webhook","name":"Call","input":{"url":"https://receiver.example/?key=token-in-the-address","headers":{"Authorization":"Bearer {{credential}}"},"body":"{{filler}}"} }]}
            """;
    }

    private static string Text(JsonElement workflow) => workflow.GetRawText();

    private static string Filler(int length) => string.Concat(Enumerable.Range(0, length / 32).Select(_ => Guid.NewGuid().ToString("N")));

    // As it was written before there was encryption.
    private static async Task AsEarlierAsync(EncryptionKeys keys, TableClient table, TableEntity row, string column)
    {
        var plain = new EncryptionKeys(current: null);
        var content = row.GetBinary(column + "Sealed")!;
        Assert.StartsWith("enc:1:", System.Text.Encoding.ASCII.GetString(content.AsSpan(0, 15)), StringComparison.Ordinal);
        if (column == "Content") new SealedColumn(plain, table, column).Write(row, new SealedColumn(keys, table, column).Document(row, StorageJson.Default.WorkflowContent), StorageJson.Default.WorkflowContent);
        else new SealedColumn(plain, table, column).Write(row, new SealedColumn(keys, table, column).Text(row));
        foreach (var own in row.Keys.Where(name => name.StartsWith(column + "Sealed", StringComparison.Ordinal)).ToList()) row.Remove(own);
        await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, Cancellation);
    }
}
