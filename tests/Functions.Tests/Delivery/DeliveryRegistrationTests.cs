using System.Security.Cryptography;
using Azure.Data.Tables;
using Cadenza.Domain.Values;
using Cadenza.Functions.Delivery;
using Cadenza.Functions.Delivery.Smtp;
using Cadenza.Functions.Platform.Configuration;
using Microsoft.Extensions.Configuration;

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
    [InlineData(null, null, 587, "StartTls")]
    [InlineData("465", null, 465, "Tls")]
    [InlineData(null, "TLS", 465, "Tls")]
    [InlineData("465", "starttls", 465, "StartTls")]
    [InlineData("2525", "tls", 2525, "Tls")]
    [InlineData(null, "none", 25, "None")]
    public void SmtpSettings_ChoosePortAndSecurityByEachOther(string? port, string? security, int expectedPort, string expected)
    {
        var settings = Settings(new() { ["Smtp:Host"] = "smtp.example.com", ["Smtp:Port"] = port, ["Smtp:Security"] = security });

        var options = SmtpSettings.Read(settings);

        settings.ThrowIfFaulty();
        Assert.Equal((expectedPort, expected), (options.Port, $"{options.Security}"));
    }

    [Fact]
    public void SmtpSettings_WhenAllAreGiven_AreReadAndNoneIsShown()
    {
        using var key = RSA.Create(2048);
        var settings = Settings(new()
        {
            ["Smtp:Host"] = "smtp.example.com",
            ["Smtp:Username"] = "sales@example.com",
            ["Smtp:Authentication"] = "xoauth2",
            ["Smtp:OAuth:TokenUrl"] = "https://login.example.com/token",
            ["Smtp:OAuth:ClientId"] = "app",
            ["Smtp:OAuth:ClientSecret"] = "hunter2",
            ["Smtp:OAuth:RefreshToken"] = "hunter3",
            ["Smtp:OAuth:Scope"] = "mail.send",
            ["Smtp:Dkim:Domain"] = "example.com",
            ["Smtp:Dkim:Selector"] = "mail-1",
            ["Smtp:Dkim:PrivateKey"] = key.ExportPkcs8PrivateKeyPem().ReplaceLineEndings("\\n"),
        });

        var options = SmtpSettings.Read(settings);

        settings.ThrowIfFaulty();
        Assert.Equal("XOAUTH2", options.Mechanism);
        Assert.Equal("app hunter2 hunter3 mail.send", $"{options.OAuth!.ClientId} {options.OAuth.ClientSecret} {options.OAuth.RefreshToken} {options.OAuth.Scope}");
        Assert.Equal(key.ExportRSAPublicKey(), options.Dkim!.Key.ExportRSAPublicKey());
        Assert.Equal("smtp.example.com:587 (STARTTLS, signed for example.com)", options.ToString());
        Assert.DoesNotContain("hunter", $"{options.OAuth} {options.Dkim}", StringComparison.Ordinal);
    }

    [Fact]
    public void AddDelivery_WhenSettingsOfMailAreFaulty_SaysPreciselyWhatAndNoValue()
    {
        using var small = RSA.Create(512);
        AssertFaults(
            new() { ["Smtp:OAuth:ClientSecret"] = "hunter2", ["Smtp:Dkim:Selector"] = "s" },
            "Smtp__Dkim__Domain, Smtp__Dkim__Selector and Smtp__Dkim__PrivateKey must be given together",
            "Smtp__OAuth__TokenUrl is required with the other settings of Smtp__OAuth");
        AssertFaults(
            new() { ["Smtp:OAuth:TokenUrl"] = "http://login.example.com/token", ["Smtp:Password"] = "hunter2" },
            "Smtp__OAuth__ClientId is required with Smtp__OAuth__TokenUrl",
            "Smtp__OAuth__ClientSecret or Smtp__OAuth__RefreshToken is required with Smtp__OAuth__TokenUrl",
            "Smtp__OAuth__TokenUrl must be an https address",
            "Smtp__Password cannot be given together with Smtp__OAuth__TokenUrl",
            "Smtp__Username is required with Smtp__OAuth__TokenUrl: the mailbox that the token is for");
        AssertFaults(
            new() { ["Smtp:Dkim:Domain"] = "bücher.example", ["Smtp:Dkim:Selector"] = "a b", ["Smtp:Dkim:PrivateKey"] = "hunter2" },
            "Smtp__Dkim__Domain must be a domain, in ASCII",
            "Smtp__Dkim__PrivateKey must be an RSA private key of at least 1024 bits in PEM, not encrypted; line breaks may be written \\n",
            "Smtp__Dkim__Selector must be the name below _domainkey, in ASCII");
        AssertFaults(
            new() { ["Smtp:Dkim:Domain"] = "example.com", ["Smtp:Dkim:Selector"] = "s", ["Smtp:Dkim:PrivateKey"] = small.ExportPkcs8PrivateKeyPem() },
            "Smtp__Dkim__PrivateKey must be an RSA private key of at least 1024 bits in PEM, not encrypted; line breaks may be written \\n");
        AssertFaults(
            new() { ["Smtp:Dkim:Domain"] = "example.com", ["Smtp:Dkim:Selector"] = "s", ["Smtp:Dkim:PrivateKey"] = small.ExportSubjectPublicKeyInfoPem() },
            "Smtp__Dkim__PrivateKey must be an RSA private key of at least 1024 bits in PEM, not encrypted; line breaks may be written \\n");
        AssertFaults(new() { ["Smtp:Authentication"] = "kerberos" }, "Smtp__Authentication must be auto, plain, login, cram-md5, scram-sha-1, scram-sha-256, scram-sha-512, xoauth2 or oauthbearer");
        AssertFaults(new() { ["Smtp:Authentication"] = "plain" }, "Smtp__Authentication needs Smtp__Username");
        AssertFaults(
            new() { ["Smtp:Authentication"] = "xoauth2", ["Smtp:Username"] = "u", ["Smtp:Password"] = "hunter2" },
            "Smtp__Authentication needs Smtp__OAuth__TokenUrl and the other settings of Smtp__OAuth");
    }

    private static void AssertFaults(Dictionary<string, string?> values, params string[] faults)
    {
        values["Smtp:Host"] = "smtp.example.com";
        var failure = Assert.Throws<SettingsException>(() => Services(values));
        Assert.Equal(faults, failure.Faults.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("hunter2", failure.Message, StringComparison.Ordinal);
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

    private static Settings Settings(Dictionary<string, string?> values) => new(new ConfigurationBuilder().AddInMemoryCollection(values).Build());

    private static ServiceProvider Services(Dictionary<string, string?> values)
    {
        var settings = Settings(values);
        var services = new ServiceCollection().AddLogging().AddSingleton(new TableServiceClient("UseDevelopmentStorage=true")).AddDelivery(settings);
        settings.ThrowIfFaulty();
        return services.BuildServiceProvider();
    }
}
