using Azure.Data.Tables;
using Azure.Storage.Queues;
using Cadenza.Functions.Platform.Configuration;
using Cadenza.Functions.Platform.Tables;
using Microsoft.Extensions.Configuration;

namespace Cadenza.Functions.Tests.Platform.Tables;

public sealed class StorageRegistrationTests
{
    private const string OnlyTheHostKnows = "UseEmbeddedStorage=true;Path=.data";

    [Fact]
    public void AddStorageClients_WhenTheHostHasGivenItsOwn_MakesNone()
    {
        var (tables, queues) = (new GivenTables(), new GivenQueues());
        var services = new ServiceCollection().AddSingleton<TableServiceClient>(tables).AddSingleton<QueueServiceClient>(queues);
        var settings = Configured(OnlyTheHostKnows);
        services.AddStorageClients(settings);
        settings.ThrowIfFaulty();
        using var provider = services.BuildServiceProvider();
        Assert.Same(tables, Assert.Single(provider.GetServices<TableServiceClient>()));
        Assert.Same(queues, Assert.Single(provider.GetServices<QueueServiceClient>()));
    }

    [Fact]
    public void AddStorageClients_WhenNobodyHas_MakesTheOfficialOnes()
    {
        var settings = Configured("UseDevelopmentStorage=true");
        using var provider = new ServiceCollection().AddStorageClients(settings).BuildServiceProvider();
        settings.ThrowIfFaulty();
        Assert.Equal("devstoreaccount1", provider.GetRequiredService<TableServiceClient>().AccountName);
        Assert.Equal("devstoreaccount1", provider.GetRequiredService<QueueServiceClient>().AccountName);
    }

    private static Settings Configured(string storage) =>
        new(new ConfigurationBuilder().AddInMemoryCollection([new("AzureWebJobsStorage", storage)]).Build());

    private sealed class GivenTables : TableServiceClient;

    private sealed class GivenQueues : QueueServiceClient;
}
