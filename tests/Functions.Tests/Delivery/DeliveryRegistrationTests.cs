using Cadenza.Functions.Delivery;
using Cadenza.Functions.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Functions.Tests.Delivery;

public sealed class DeliveryRegistrationTests
{
    [Theory]
    [InlineData(null, "smtp.example.com", "smtp")]
    [InlineData("null", "smtp.example.com", "null")]
    [InlineData("NULL", null, "null")]
    [InlineData("smtp", "smtp.example.com", "smtp")]
    public async Task AddDelivery_ChoosesByConfiguration(string? choice, string? host, string name)
    {
        await using var services = Services(new() { ["Delivery:Email"] = choice, ["Smtp:Host"] = host });

        Assert.Equal(name, services.GetRequiredService<IEmailDelivery>().Name);
    }

    [Fact]
    public void AddDelivery_WhenNothingIsConfigured_KeepsMailsInTheOutbox() =>
        Assert.Contains(
            new ServiceCollection().AddDelivery(new Settings(new ConfigurationBuilder().Build())),
            service => service.ImplementationType?.Name == "OutboxDelivery");

    [Fact]
    public void AddDelivery_WhenSettingsAreFaulty_NamesEveryFault()
    {
        var failure = Assert.Throws<SettingsException>(() => Services(new()
        {
            ["Smtp:Host"] = "not a host",
            ["Smtp:Port"] = "0",
            ["Smtp:Security"] = "ssl",
            ["Smtp:Username"] = "u",
            ["Smtp:TimeoutSeconds"] = "soon",
            ["Smtp:Connections"] = "1000",
        }));

        Assert.All(
            ["Smtp__Host", "Smtp__Port", "Smtp__Security", "Smtp__Password", "Smtp__TimeoutSeconds", "Smtp__Connections"],
            setting => Assert.Contains(setting, failure.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("smtp", "Smtp__Host")]
    [InlineData("pigeon", "Delivery__Email")]
    public void AddDelivery_WhenTheChoiceCannotBe_SaysWhichSetting(string choice, string setting) =>
        Assert.Contains(
            setting,
            Assert.Throws<SettingsException>(() => Services(new() { ["Delivery:Email"] = choice })).Message,
            StringComparison.Ordinal);

    private static ServiceProvider Services(Dictionary<string, string?> values)
    {
        var settings = new Settings(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        var services = new ServiceCollection().AddLogging().AddDelivery(settings);
        settings.ThrowIfFaulty();
        return services.BuildServiceProvider();
    }
}
