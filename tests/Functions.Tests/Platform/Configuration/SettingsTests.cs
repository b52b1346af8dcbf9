using Cadenza.Functions.App;
using Cadenza.Functions.Platform.Configuration;
using Microsoft.Extensions.Configuration;

namespace Cadenza.Functions.Tests.Platform.Configuration;

public sealed class SettingsTests
{
    private const string Key = "a bootstrap key of the tests";

    [Fact]
    public void AddCapabilities_WhenSeveralSettingsAreWrong_NamesThemAllAndNoValue()
    {
        var fault = Assert.Throws<SettingsException>(() => Compose(
            ("Cadenza:BootstrapKey", "too short a key"),
            ("Cadenza:Organization", "Not-Allowed"),
            ("Delivery:Email", "smtp"),
            ("Smtp:Port", "70000"),
            ("Smtp:Password", "hunter2")));
        Assert.Equal(
            [
                "AzureWebJobsStorage is required: a connection string, AzureWebJobsStorage__accountName, or both AzureWebJobsStorage__tableServiceUri and AzureWebJobsStorage__queueServiceUri",
                "Cadenza__BootstrapKey must have at least 20 characters",
                "Cadenza__Organization must be 1 to 63 of a-z, 0-9, hyphen and underscore, and begin with a letter or digit",
                "Smtp__Host is required",
                "Smtp__Port must be a whole number from 1 to 65535",
                "Smtp__Username and Smtp__Password must be given together",
            ],
            fault.Faults.Order(StringComparer.Ordinal));
        Assert.All(fault.Faults, line => Assert.Contains(line, fault.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("hunter2", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("too short a key", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("replace-me-with-20-or-more-characters")]
    [InlineData("REPLACE_ME_WITH_A_SECRET_OF_YOURS")]
    [InlineData("changeme-changeme-changeme")]
    public void AddCapabilities_WhenASecretIsAPlaceholder_SaysSo(string placeholder)
    {
        var fault = Assert.Throws<SettingsException>(() => Compose(
            ("AzureWebJobsStorage", "UseDevelopmentStorage=true"), ("Cadenza:BootstrapKey", placeholder), ("Security:SigningKey", placeholder)));
        Assert.Equal(
            ["Cadenza__BootstrapKey is a placeholder; put a secret of your own in its place", "Security__SigningKey is a placeholder; put a secret of your own in its place"],
            fault.Faults.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void AddCapabilities_WhenConnectionStringIsNone_SaysSo()
    {
        var fault = Assert.Throws<SettingsException>(() => Compose(("AzureWebJobsStorage", "here"), ("Cadenza:BootstrapKey", Key)));
        Assert.StartsWith("AzureWebJobsStorage is not a connection string", Assert.Single(fault.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void AddCapabilities_WhenIdentityIsConfigured_NeedsNoConnectionString()
    {
        using var services = Compose(
            ("AzureWebJobsStorage:tableServiceUri", "https://cadenza.table.core.windows.net"),
            ("AzureWebJobsStorage:queueServiceUri", "https://cadenza.queue.core.windows.net"),
            ("Cadenza:BootstrapKey", Key)).BuildServiceProvider();
        Assert.Equal("cadenza", services.GetRequiredService<Azure.Data.Tables.TableServiceClient>().AccountName);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("managedidentity", null)]
    [InlineData("managedidentity", "3f1f0c8e-0000-4000-8000-000000000001")]
    public void AddCapabilities_WhenAnAccountIsNamed_ReachesItsEndpoints(string? credential, string? client)
    {
        using var services = Compose(
            ("AzureWebJobsStorage:accountName", "cadenza1"),
            ("AzureWebJobsStorage:credential", credential ?? ""),
            ("AzureWebJobsStorage:clientId", client ?? ""),
            ("Cadenza:BootstrapKey", Key)).BuildServiceProvider();
        Assert.Equal("https://cadenza1.table.core.windows.net/", services.GetRequiredService<Azure.Data.Tables.TableServiceClient>().Uri.AbsoluteUri);
        Assert.Equal("https://cadenza1.queue.core.windows.net/", services.GetRequiredService<Azure.Storage.Queues.QueueServiceClient>().Uri.AbsoluteUri);
    }

    [Fact]
    public void AddCapabilities_WhenTheIdentityIsNone_SaysSo()
    {
        var fault = Assert.Throws<SettingsException>(() => Compose(
            ("AzureWebJobsStorage:accountName", "Not an account"), ("AzureWebJobsStorage:credential", "password"), ("Cadenza:BootstrapKey", Key)));
        Assert.Equal(
            [
                "AzureWebJobsStorage is required: a connection string, AzureWebJobsStorage__accountName, or both AzureWebJobsStorage__tableServiceUri and AzureWebJobsStorage__queueServiceUri",
                "AzureWebJobsStorage__accountName must be 3 to 24 of a-z and 0-9",
                "AzureWebJobsStorage__credential must be managedidentity, or be left out",
            ],
            fault.Faults.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Sample_NamesEveryKeyThatTheAppReads()
    {
        var settings = Configured(("AzureWebJobsStorage", "UseDevelopmentStorage=true"), ("Cadenza:BootstrapKey", Key), ("Smtp:Host", "localhost"), ("Twilio:AccountSid", "AC0"), ("Twilio:AuthToken", "token"), ("Twilio:From", "Cadenza"), ("WhatsApp:AccessToken", "token"), ("Calls:BaseUrl", "http://localhost"));
        CadenzaApplication.AddCapabilities(new ServiceCollection(), settings);
        using var sample = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "local.settings.sample.json")));
        var named = sample.RootElement.GetProperty("Values").EnumerateObject().Select(value => value.Name);
        Assert.Equal(settings.Keys.Append("FUNCTIONS_WORKER_RUNTIME").Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Values_WhenGiven_AreReadAndWhenAbsentAreDefault()
    {
        var settings = Configured(("A:Number", " 7 "), ("A:Flag", "true"), ("A:Time", "00:01:00"), ("A:Blank", "  "), ("A:Text", " as it is "));
        Assert.Equal(7, settings.Integer("A__Number", 1, 0, 10));
        Assert.Equal(1, settings.Integer("A__Blank", 1, 0, 10));
        Assert.True(settings.Flag("A__Flag", absent: false));
        Assert.Equal(TimeSpan.FromMinutes(1), settings.Duration("A__Time", TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromHours(1)));
        Assert.Equal(" as it is ", settings.Optional("A__Text"));
        settings.ThrowIfFaulty();
    }

    [Fact]
    public void Values_WhenWrong_AreFaults()
    {
        var settings = Configured(("A:Number", "11"), ("A:Flag", "yes"), ("A:Time", "soon"), ("A:Address", "here"));
        settings.Integer("A__Number", 1, 0, 10);
        settings.Flag("A__Flag", absent: false);
        settings.Duration("A__Time", TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromHours(1));
        settings.Address("A__Address");
        Assert.Equal(4, Assert.Throws<SettingsException>(settings.ThrowIfFaulty).Faults.Count);
    }

    private static ServiceCollection Compose(params (string Key, string Value)[] values)
    {
        var services = new ServiceCollection();
        CadenzaApplication.AddCapabilities(services, Configured(values));
        return services;
    }

    private static Settings Configured(params (string Key, string Value)[] values) => new(
        new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Key, (string?)value.Value)))
            .Build());
}
