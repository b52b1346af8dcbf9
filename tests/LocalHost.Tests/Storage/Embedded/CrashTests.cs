using System.Diagnostics;
using System.Globalization;
using Azure.Data.Tables;
using Cadenza.LocalHost.Storage;
using Cadenza.LocalHost.Storage.Embedded;

namespace Cadenza.LocalHost.Tests.Storage.Embedded;

/// <summary>A process that is killed while it writes loses nothing that it was told is stored.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Rounds = 3;
    private const int WritesARound = 4000;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cadenza-crash-");

    [Fact]
    public async Task Write_WhenTheProcessIsKilled_KeepsAllThatWasAcknowledgedAndNothingTorn()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var acknowledged = await WriteUntilKilledAsync(round);
            Assert.True(acknowledged.Count >= WritesARound, $"{acknowledged.Count} writes were acknowledged");
            await VerifyAsync(round, acknowledged);
        }
    }

    public void Dispose()
    {
        EmbeddedStore.Close(_folder.FullName);
        _folder.Delete(recursive: true);
    }

    private async Task<List<int>> WriteUntilKilledAsync(int round)
    {
        using var writer = Process.Start(new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Cadenza.TestKit.Writer"), [_folder.FullName, $"{round}"]) { RedirectStandardOutput = true })!;
        var acknowledged = new List<int>();
        while (await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            acknowledged.Add(int.Parse(line, CultureInfo.InvariantCulture));
            if (acknowledged.Count == WritesARound) writer.Kill();
        }

        await writer.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(128 + 9, writer.ExitCode);
        return acknowledged;
    }

    private async Task VerifyAsync(int round, List<int> acknowledged)
    {
        var table = StorageClients.Tables($"UseEmbeddedStorage=true;Path={_folder.FullName}").GetTableClient("written");
        var rows = new Dictionary<int, int>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {$"{round}"} and PartitionKey lt {$"{round + 1}"}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: TestContext.Current.CancellationToken))
        {
            var number = row.GetInt32("Number")!.Value;
            Assert.Equal(string.Concat(Enumerable.Repeat($"{number} ", 20)), row.GetString("Text"));
            rows[number] = rows.GetValueOrDefault(number) + 1;
        }

        Assert.All(acknowledged, number => Assert.Contains(number, rows.Keys));
        Assert.All(rows, row => Assert.Equal(row.Key % 2 == 0 ? 1 : 10, row.Value));
        EmbeddedStore.Close(_folder.FullName);
    }
}
