using Azure.Data.Tables;
using Cadenza.LocalHost.Storage;
using Cadenza.LocalHost.Storage.Embedded;

namespace Cadenza.LocalHost.Tests.Storage.Embedded;

/// <summary>The bytes of a row as the first version stored them: what is on people's disks reads the same for ever.</summary>
public sealed class RowFormatTests : IDisposable
{
    private const string Stored =
        "01010454657874096974277320F09F9A800105456D7074790001044C6F6E678201"
        + "78787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878"
        + "0703496E74FBFFFFFF080342696700000000000000800505526174696F000000000000F8BF05044E6F6E65000000000000F8FF0303596573010602496411111111222233334444555555555555040454696D6507E0BE2B79A7DE08020542797465730300FF01";

    private static readonly KeyValuePair<string, object>[] Properties =
    [
        new("Text", "it's 🚀"), new("Empty", ""), new("Long", new string('x', 130)), new("Int", -5), new("Big", long.MinValue), new("Ratio", -1.5), new("None", double.NaN), new("Yes", true),
        new("Id", Guid.Parse("11111111-2222-3333-4444-555555555555")), new("Time", new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(7)), new("Bytes", new byte[] { 0, 255, 1 }),
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cadenza-format-");

    private string DatabasePath => Path.Combine(_folder.FullName, DatabaseFile.Name);

    private TableClient Table => StorageClients.Tables($"UseEmbeddedStorage=true;Path={_folder.FullName}").GetTableClient("golden");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        EmbeddedStore.Close(_folder.FullName);
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Write_WhenOfEveryType_StoresTheSameBytes()
    {
        var row = new TableEntity("p", "r");
        foreach (var (name, value) in Properties) row[name] = value;
        await Table.CreateIfNotExistsAsync(Cancel);
        await Table.AddEntityAsync(row, Cancel);
        using var database = DatabaseFile.Open(DatabasePath);
        using var statement = database.Prepare("SELECT p FROM entity");
        Assert.True(statement.Step());
        Assert.Equal(Stored, Convert.ToHexString(statement.Bytes(0)));
    }

    [Fact]
    public async Task Read_WhenTheFirstVersionWroteIt_ReturnsEveryProperty()
    {
        const long Written = 639316069662612166;
        await Table.CreateIfNotExistsAsync(Cancel);
        using (var database = DatabaseFile.Open(DatabasePath))
        using (var insert = database.Prepare("INSERT INTO entity(t,pk,rk,v,p) SELECT id,?1,?2,?3,?4 FROM tables"))
            insert.BindText(1, "p 'é").BindText(2, "日本").Bind(3, Written).BindBlob(4, Convert.FromHexString(Stored)).Run();
        var read = (await Table.GetEntityAsync<TableEntity>("p 'é", "日本", cancellationToken: Cancel)).Value;
        Assert.All(Properties, property => Assert.Equal(property.Value, read[property.Key]));
        Assert.Equal((Properties.Length + 4, Written, $"W/\"{Written:X}\""), (read.Count, read.Timestamp!.Value.UtcTicks, read.ETag.ToString()));
    }
}
