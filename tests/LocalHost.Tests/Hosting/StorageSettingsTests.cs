using Cadenza.LocalHost.Hosting;
using Microsoft.Extensions.Configuration;

namespace Cadenza.LocalHost.Tests.Hosting;

public sealed class StorageSettingsTests
{
    private const string Embedded = "UseEmbeddedStorage=true;Path=.data";

    [Theory]
    [InlineData(null, null, Embedded)]
    [InlineData(" ", null, Embedded)]
    [InlineData("", "", Embedded)]
    [InlineData("UseDevelopmentStorage=true", null, "UseDevelopmentStorage=true")]
    [InlineData(null, "https://x.queue.core.windows.net", null)]
    public void AddDefaultTo_WhenNoStorageIsNamed_KeepsDataInTheWorkingDirectory(string? connection, string? queues, string? expected)
    {
        using var configuration = Configuration(("AzureWebJobsStorage", connection), ("AzureWebJobsStorage:queueServiceUri", queues));

        StorageSettings.AddDefaultTo(configuration);

        Assert.Equal(expected, configuration["AzureWebJobsStorage"]);
        Assert.Null(new StorageSettings(configuration).Fault("AzureWebJobsStorage"));
    }

    [Theory]
    [InlineData(null, null, "is missing")]
    [InlineData("", "", "is missing")]
    [InlineData("AccountName=only", null, "is not a storage connection string")]
    [InlineData(null, "not an address", "'Other__queueServiceUri' is not an address")]
    public void Fault_OfAnUnusableSetting_SaysWhy(string? connection, string? queues, string says)
    {
        using var configuration = Configuration(("Other", connection), ("Other:queueServiceUri", queues));

        Assert.Contains(says, new StorageSettings(configuration).Fault("Other"), StringComparison.Ordinal);
    }

    private static ConfigurationManager Configuration(params (string Key, string? Value)[] values)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(values.Where(value => value.Value is not null).Select(value => KeyValuePair.Create(value.Key, value.Value)));
        return configuration;
    }
}
