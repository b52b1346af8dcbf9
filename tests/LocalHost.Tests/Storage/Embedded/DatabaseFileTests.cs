using Azure;
using Azure.Data.Tables;
using Cadenza.LocalHost.Storage;
using Cadenza.LocalHost.Storage.Embedded;
using Cadenza.LocalHost.Storage.Embedded.Sqlite;

namespace Cadenza.LocalHost.Tests.Storage.Embedded;

/// <summary>What becomes of files that are not as they should be: a clear refusal at start, and the file is left as it was.</summary>
public sealed class DatabaseFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cadenza-files-");

    private string DatabasePath => Path.Combine(_folder.FullName, DatabaseFile.Name);

    public void Dispose()
    {
        EmbeddedStore.Close(_folder.FullName);
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Open_WhenTheFileIsText_IsRefused() => AssertRefused("not a SQLite database", () => File.WriteAllText(DatabasePath, "Dear diary, today nothing happened at all."));

    [Fact]
    public void Open_WhenTheDatabaseIsAnotherPrograms_IsRefused() => AssertRefused("another program", () =>
    {
        using var foreign = new Database(DatabasePath);
        foreign.Execute("CREATE TABLE songs(id INTEGER PRIMARY KEY, title TEXT)");
    });

    [Fact]
    public async Task Open_WhenTheFormatIsNewer_IsRefused()
    {
        await FillAsync();
        AssertRefused("newer version", () =>
        {
            using var newer = new Database(DatabasePath);
            newer.Execute("PRAGMA user_version=99");
            newer.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        });
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public async Task Open_WhenTheFileIsCutOff_IsRefused(double part)
    {
        await FillAsync();
        AssertRefused("damaged", () =>
        {
            using var file = File.OpenWrite(DatabasePath);
            file.SetLength((long)(file.Length * part) / 4096 * 4096);
        });
    }

    [Fact]
    public async Task Open_WhenPagesAreOverwritten_IsRefused()
    {
        await FillAsync();
        AssertRefused("damaged", () =>
        {
            using var file = File.OpenWrite(DatabasePath);
            file.Position = 4096 * 2;
            file.Write(Enumerable.Repeat((byte)0xA5, (int)file.Length - 4096 * 2).ToArray());
        });
    }

    [Theory]
    [InlineData(40, "damaged")]
    [InlineData(2, "damaged")]
    public async Task Open_WhenALaterTransactionFollowsADamagedFrame_IsRefused(int frame, string reason)
    {
        await FillAsync(isClosed: false);
        var copy = CopyAsAKillLeavesIt();
        await using (var log = File.OpenWrite(copy + WriteAheadLog.Suffix))
        {
            log.Position = 32 + (frame * (24L + 8192)) + 5000;
            log.WriteByte(0xA5);
            log.WriteByte(0x5A);
        }

        var refusal = Assert.Throws<EmbeddedStorageException>(() => DatabaseFile.Prepare(copy));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(WriteAheadLog.Suffix, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_WhenTheHeaderOfAFrameIsZeroInFrontOfATransaction_IsRefused()
    {
        await FillAsync(isClosed: false);
        await Table().UpsertEntityAsync(new TableEntity("p", "1"), cancellationToken: TestContext.Current.CancellationToken);
        await Table().UpsertEntityAsync(new TableEntity("p", "2"), cancellationToken: TestContext.Current.CancellationToken);
        var copy = CopyAsAKillLeavesIt();
        // Backwards from the end to the last frame but one that ended a transaction.
        var log = await File.ReadAllBytesAsync(copy + WriteAheadLog.Suffix, TestContext.Current.CancellationToken);
        var ends = Enumerable.Range(0, (log.Length - 32) / (24 + 8192)).Select(frame => 32 + (frame * (24 + 8192)))
            .Where(at => log.AsSpan(at + 4, 4).IndexOfAnyExcept((byte)0) >= 0 && log.AsSpan(at + 8, 8).SequenceEqual(log.AsSpan(16, 8))).ToList();
        log.AsSpan(ends[^2], 24).Clear();
        await File.WriteAllBytesAsync(copy + WriteAheadLog.Suffix, log, TestContext.Current.CancellationToken);

        Assert.Throws<EmbeddedStorageException>(() => DatabaseFile.Prepare(copy));
    }

    [Fact]
    public async Task Open_WhenTheDatabaseIsGoneAndItsLogIsThere_IsRefused()
    {
        await FillAsync(isClosed: false);
        var copy = CopyAsAKillLeavesIt();
        File.Delete(copy);

        Assert.Throws<EmbeddedStorageException>(() => DatabaseFile.Prepare(copy));
        Assert.False(File.Exists(copy));
        Assert.True(new FileInfo(copy + WriteAheadLog.Suffix).Length > 0);
    }

    [Fact]
    public async Task Open_WhenTheBeginningOfTheLogIsDamaged_IsRefused()
    {
        await FillAsync(isClosed: false);
        var copy = CopyAsAKillLeavesIt();
        await using (var log = File.OpenWrite(copy + WriteAheadLog.Suffix))
        {
            log.Position = 17;
            log.WriteByte(0xA5);
        }

        Assert.Throws<EmbeddedStorageException>(() => DatabaseFile.Prepare(copy));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(8192)]
    public async Task Open_WhenTheLogEndsInATransactionThatWasNeverWhole_ForgetsThatOne(int octets)
    {
        await FillAsync(isClosed: false);
        var copy = CopyAsAKillLeavesIt();
        await using (var log = File.OpenWrite(copy + WriteAheadLog.Suffix)) log.SetLength(log.Length - octets);
        DatabaseFile.Prepare(copy);
        using var database = DatabaseFile.Open(copy);
        Assert.Equal(octets == 0 ? 500 : 400, database.Scalar("SELECT count(*) FROM entity"));
    }

    [Fact]
    public async Task Rows_WhenTheyAreDeletedAndTheStoreIsClosed_AreNotInTheFilesAnyMore()
    {
        await FillAsync(isClosed: false);
        var rows = await Table().QueryAsync<TableEntity>(cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        foreach (var row in rows.Where(row => row.PartitionKey == "p2")) await Table().DeleteEntityAsync(row, cancellationToken: TestContext.Current.CancellationToken);
        EmbeddedStore.Close(_folder.FullName);
        var stored = string.Concat(_folder.GetFiles().Select(file => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file.FullName))));
        Assert.Contains("text-of-p1-", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("text-of-p2-", stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_AreForTheirOwnerAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("There are no such modes.");
            return;
        }

        await FillAsync();
        File.SetUnixFileMode(DatabasePath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        await FillAsync(isClosed: false);
        Assert.Equal(3, _folder.GetFiles().Length);
        Assert.All(_folder.GetFiles(), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, file.UnixFileMode));
    }

    [Fact]
    public async Task Open_WhenClosedBefore_FindsTheRowsAgain()
    {
        await FillAsync();
        var rows = await Table().QueryAsync<TableEntity>(cancellationToken: TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken);
        Assert.Equal(500, rows);
    }

    [Fact]
    public void Open_WhenTheFolderIsAFile_IsRefused()
    {
        var path = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(path, "");
        Assert.Contains(path, Assert.Throws<EmbeddedStorageException>(() => StorageClients.Tables($"UseEmbeddedStorage=true;Path={path}")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_WhenAnotherConnectionDroppedTheTable_SaysTableNotFound()
    {
        await FillAsync();
        await Table().AddEntityAsync(new TableEntity("p", "new"), TestContext.Current.CancellationToken);
        using (var other = DatabaseFile.Open(DatabasePath)) other.Execute("DELETE FROM tables");
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Table().AddEntityAsync(new TableEntity("p", "newer"), TestContext.Current.CancellationToken));
        Assert.Equal("TableNotFound", failure.ErrorCode);
    }

    private TableClient Table() => StorageClients.Tables($"UseEmbeddedStorage=true;Path={_folder.FullName}").GetTableClient("rows");

    private async Task FillAsync(bool isClosed = true)
    {
        var table = Table();
        await table.CreateIfNotExistsAsync(TestContext.Current.CancellationToken);
        for (var i = 0; i < 5; i++)
        {
            await table.SubmitTransactionAsync(
                Enumerable.Range(0, 100).Select(n => new TableTransactionAction(
                    TableTransactionActionType.UpsertReplace, new TableEntity($"p{i}", $"{n:D3}") { ["Text"] = $"text-of-p{i}-" + new string('x', 500) })),
                TestContext.Current.CancellationToken);
        }

        if (isClosed) EmbeddedStore.Close(_folder.FullName);
    }

    private string CopyAsAKillLeavesIt()
    {
        var copy = Path.Combine(_folder.CreateSubdirectory("copy").FullName, DatabaseFile.Name);
        foreach (var suffix in (string[])["", WriteAheadLog.Suffix]) File.Copy(DatabasePath + suffix, copy + suffix);
        return copy;
    }

    private void AssertRefused(string reason, Action damage)
    {
        damage();
        var before = File.ReadAllBytes(DatabasePath);
        var refusal = Assert.Throws<EmbeddedStorageException>(() => StorageClients.Tables($"UseEmbeddedStorage=true;Path={_folder.FullName}"));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(DatabasePath, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(DatabasePath));
    }
}
