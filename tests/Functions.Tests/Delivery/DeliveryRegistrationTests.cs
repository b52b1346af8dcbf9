using Azure.Data.Tables;
using Cadenza.Domain.Delivery;
using Cadenza.Functions.Delivery;
using Cadenza.Functions.Platform.Configuration;
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

        Assert.Equal(name, services.GetRequiredService<Deliveries>().For(Channel.Email).Name);
    }

    [Fact]
    public async Task AddDelivery_WhenNothingIsConfigured_KeepsTheMessagesOfEveryChannelInTheOutbox()
    {
        await using var services = Services([]);

        Assert.All(Enum.GetValues<Channel>(), channel => Assert.Equal("outbox", services.GetRequiredService<Deliveries>().For(channel).Name));
    }

    /// <summary>B3: each channel goes through the provider whose settings are there.</summary>
    [Fact]
    public async Task AddDelivery_WhenProvidersAreConfigured_SendsEachChannelThroughItsOwn()
    {
        await using var services = Services(new(Providers));

        var deliveries = services.GetRequiredService<Deliveries>();
        Assert.Equal(
            ["smtp", "twilio", "whatsapp", "twilio", "calls"],
            Enum.GetValues<Channel>().Select(channel => deliveries.For(channel).Name));
        Assert.Same(deliveries.For(Channel.Sms), deliveries.For(Channel.WhatsAppThroughTwilio));
    }

    [Fact]
    public async Task AddDelivery_WhenChannelsAreChosenAway_KeepsOrDropsTheirMessages()
    {
        await using var services = Services(new(Providers)
        {
            ["Delivery:Email"] = "null",
            ["Delivery:Sms"] = "outbox",
            ["Delivery:WhatsApp"] = "null",
            ["Delivery:Calls"] = "outbox",
        });

        var deliveries = services.GetRequiredService<Deliveries>();
        Assert.Equal(
            ["null", "outbox", "null", "null", "outbox"],
            Enum.GetValues<Channel>().Select(channel => deliveries.For(channel).Name));
    }

    [Fact]
    public void AddDelivery_WhenProvidersLackSettings_NamesThemAndNoSecret()
    {
        var failure = Assert.Throws<SettingsException>(() => Services(new()
        {
            ["Twilio:AccountSid"] = "AC0",
            ["Twilio:BaseUrl"] = "ftp://example.com",
            ["WhatsApp:AccessToken"] = "hunter2",
            ["WhatsApp:BaseUrl"] = "https://user:hunter2@example.com/v1",
            ["WhatsApp:Connections"] = "0",
            ["Delivery:Calls"] = "http",
            ["Calls:TimeoutSeconds"] = "0",
        }));

        Assert.Equal(
            [
                "Calls__BaseUrl is required",
                "Calls__TimeoutSeconds must be a whole number from 1 to 600",
                "Twilio__AuthToken is required",
                "Twilio__BaseUrl must be an http or https address without user, query or fragment",
                "Twilio__From or Twilio__MessagingServiceSid is required",
                "WhatsApp__BaseUrl must be an http or https address without user, query or fragment",
                "WhatsApp__Connections must be a whole number from 1 to 100",
            ],
            failure.Faults.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("hunter2", failure.Message, StringComparison.Ordinal);
    }

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

    private static Dictionary<string, string?> Providers { get; } = new()
    {
        ["Smtp:Host"] = "smtp.example.com",
        ["Twilio:AccountSid"] = "AC0",
        ["Twilio:AuthToken"] = "token",
        ["Twilio:From"] = "+15005550006",
        ["WhatsApp:AccessToken"] = "token",
        ["Calls:BaseUrl"] = "https://calls.example.com",
    };

    private static ServiceProvider Services(Dictionary<string, string?> values)
    {
        var settings = new Settings(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        var services = new ServiceCollection().AddLogging().AddSingleton(new TableServiceClient("UseDevelopmentStorage=true")).AddDelivery(settings);
        settings.ThrowIfFaulty();
        return services.BuildServiceProvider();
    }
}
