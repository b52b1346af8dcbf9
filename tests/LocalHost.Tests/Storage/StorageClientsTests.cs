using Azure.Data.Tables;
using Azure.Storage.Queues;
using Cadenza.LocalHost.Storage;
using Cadenza.LocalHost.Storage.Embedded;
using Cadenza.LocalHost.Storage.Embedded.Clients;
using Cadenza.LocalHost.Tests.Storage.Contract;

namespace Cadenza.LocalHost.Tests.Storage;

public sealed class StorageClientsTests(EmbeddedStorage storage)
{
    [Fact]
    public void Folder_WhenEmbedded_IsTheFullPath() =>
        Assert.Equal("/data/cadenza", EmbeddedConnection.Folder("UseEmbeddedStorage=true;Path=/data/x/../cadenza"));

    [Fact]
    public async Task Clients_WhenEmbedded_AreThoseOfTheFolder()
    {
        var connection = await storage.ConnectionStringAsync();
        Assert.IsType<EmbeddedTableServiceClient>(StorageClients.Tables(connection));
        Assert.IsType<EmbeddedQueueServiceClient>(StorageClients.Queues(connection));
        Assert.Equal("embedded", StorageClients.Tables(connection).GetTableClient("any").AccountName);
        Assert.True(StorageClients.IsEmbedded(connection));
        Assert.Null(StorageClients.Fault(connection));
    }

    [Fact]
    public void Clients_WhenDevelopmentStorage_AreAzuritesOnItsUsualPorts() => AssertOfficial(
        "UseDevelopmentStorage=true", "devstoreaccount1", "http://127.0.0.1:10002/devstoreaccount1", "http://127.0.0.1:10001/devstoreaccount1");

    [Fact]
    public void Clients_WhenAnAccountOfAzure_DeriveItsEndpoints() => AssertOfficial(
        "DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=a2V5PT0=;EndpointSuffix=core.windows.net", "acme", "https://acme.table.core.windows.net/", "https://acme.queue.core.windows.net/");

    [Fact]
    public void Clients_WhenEndpointsAreGiven_TakeThem() => AssertOfficial(
        "AccountName=a;AccountKey=aw==;TableEndpoint=http://127.0.0.1:5001/a;QueueEndpoint=http://127.0.0.1:5002/a/;BlobEndpoint=http://127.0.0.1:5003/a", "a", "http://127.0.0.1:5001/a", "http://127.0.0.1:5002/a/");

    [Theory]
    [InlineData("UseEmbeddedStorage=true")]
    [InlineData("nonsense")]
    [InlineData("AccountName=only")]
    [InlineData("AccountName=a;AccountKey=secret==;TableEndpoint=::")]
    public void Fault_WhenNotUnderstood_SaysSoWithoutTheKey(string text) =>
        Assert.DoesNotContain("secret", Assert.IsType<string>(StorageClients.Fault(text)), StringComparison.Ordinal);

    private static void AssertOfficial(string connection, string account, string tablesAt, string queuesAt)
    {
        var tables = StorageClients.Tables(connection);
        var queues = StorageClients.Queues(connection);
        Assert.Equal((typeof(TableServiceClient), typeof(QueueServiceClient)), (tables.GetType(), queues.GetType()));
        Assert.False(StorageClients.IsEmbedded(connection));
        Assert.Equal((account, tablesAt, queuesAt), (tables.AccountName, tables.Uri.AbsoluteUri, queues.Uri.AbsoluteUri));
        Assert.Null(StorageClients.Fault(connection));
    }
}
