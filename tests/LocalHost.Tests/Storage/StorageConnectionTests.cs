using Cadenza.LocalHost.Storage;

namespace Cadenza.LocalHost.Tests.Storage;

public sealed class StorageConnectionTests
{
    [Fact]
    public void Parse_WhenEmbedded_NamesTheFolder() =>
        Assert.Equal("/data/cadenza", StorageConnection.Parse("UseEmbeddedStorage=true;Path=/data/x/../cadenza").Folder);

    [Fact]
    public void Parse_WhenDevelopmentStorage_IsAzuriteOnItsUsualPorts()
    {
        var connection = StorageConnection.Parse("UseDevelopmentStorage=true");
        Assert.Equal(("devstoreaccount1", "http://127.0.0.1:10002/devstoreaccount1", "http://127.0.0.1:10001/devstoreaccount1"), (connection.AccountName, connection.Tables!.AbsoluteUri, connection.Queues!.AbsoluteUri));
    }

    [Fact]
    public void Parse_WhenAnAccountOfAzure_DerivesItsEndpoints()
    {
        var connection = StorageConnection.Parse("DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=a2V5PT0=;EndpointSuffix=core.windows.net");
        Assert.Equal(("https://acme.table.core.windows.net/", "https://acme.queue.core.windows.net/", "a2V5PT0="), (connection.Tables!.AbsoluteUri, connection.Queues!.AbsoluteUri, connection.AccountKey));
    }

    [Fact]
    public void Parse_WhenEndpointsAreGiven_TakesThem()
    {
        var connection = StorageConnection.Parse("AccountName=a;AccountKey=aw==;TableEndpoint=http://127.0.0.1:5001/a;QueueEndpoint=http://127.0.0.1:5002/a/;BlobEndpoint=http://127.0.0.1:5003/a");
        Assert.Equal(("http://127.0.0.1:5001/a", "http://127.0.0.1:5002/a"), (connection.Tables!.AbsoluteUri, connection.Queues!.AbsoluteUri));
    }

    [Theory]
    [InlineData("UseEmbeddedStorage=true")]
    [InlineData("nonsense")]
    [InlineData("AccountName=only")]
    [InlineData("SharedAccessSignature=sv=1;TableEndpoint=https://x")]
    [InlineData("AccountName=a;AccountKey=secret==;TableEndpoint=::")]
    public void Parse_WhenNotUnderstood_SaysSoWithoutTheKey(string text) =>
        Assert.DoesNotContain("secret", Assert.Throws<FormatException>(() => StorageConnection.Parse(text)).Message, StringComparison.Ordinal);
}
