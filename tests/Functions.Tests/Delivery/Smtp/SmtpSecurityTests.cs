using System.Diagnostics;
using Cadenza.Domain.Delivery;
using Cadenza.Functions.Delivery.Smtp;
using Cadenza.TestKit.Smtp;

namespace Cadenza.Functions.Tests.Delivery.Smtp;

public sealed class SmtpSecurityTests
{
    [Fact]
    public async Task SendAsync_WhenCredentialsAreRight_SendsAsThatUser()
    {
        await using var server = await SmtpServer.StartAsync(new SmtpServerOptions { Username = "cadenza", Password = "right" });

        var outcome = await SendAsync(new SmtpOptions
        {
            Host = SmtpServer.Host,
            Port = server.Port,
            Security = SmtpSecurity.None,
            Username = "cadenza",
            Password = "right",
        });

        Assert.IsType<DeliveryOutcome.Sent>(outcome);
        Assert.Equal("cadenza", Assert.Single(await server.ReceivedAsync()).User);
    }

    [Theory]
    [InlineData(null, "PLAIN")]
    [InlineData("LOGIN", "LOGIN")]
    [InlineData("CRAM-MD5", "CRAM-MD5")]
    public async Task SendAsync_WhenAMechanismIsChosen_ThatIsUsed(string? mechanism, string used)
    {
        await using var server = await SmtpServer.StartAsync(new SmtpServerOptions { Username = "cadenza", Password = "right", Mechanisms = mechanism is null ? ["LOGIN", "PLAIN"] : ["PLAIN", "LOGIN", "CRAM-MD5"] });

        var outcome = await SendAsync(new SmtpOptions
        {
            Host = SmtpServer.Host,
            Port = server.Port,
            Security = SmtpSecurity.None,
            Username = "cadenza",
            Password = "right",
            Mechanism = mechanism,
        });

        Assert.True(outcome is DeliveryOutcome.Sent, outcome.ToString());
        Assert.Equal(used, Assert.Single(await server.ReceivedAsync()).Mechanism);
    }

    [Fact]
    public async Task SendAsync_WhenTheServerKnowsNoAuthentication_FailsForNowAndSaysSo()
    {
        await using var server = await SmtpServer.StartAsync();

        var outcome = await SendAsync(new SmtpOptions { Host = SmtpServer.Host, Port = server.Port, Security = SmtpSecurity.None, Username = "cadenza", Password = "right" });

        Assert.Equal((DeliveryCode.AuthenticationFailed, true), Assert.IsType<DeliveryOutcome.TemporaryFailure>(outcome) is var failure ? (failure.Code, failure.IsOutage) : default);
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData(null)]
    public async Task SendAsync_WhenCredentialsAreWrongOrMissing_FailsForNowAndSaysWhy(string? password)
    {
        await using var server = await SmtpServer.StartAsync(new SmtpServerOptions { Username = "cadenza", Password = "right" });

        var outcome = await SendAsync(new SmtpOptions
        {
            Host = SmtpServer.Host,
            Port = server.Port,
            Security = SmtpSecurity.None,
            Username = password is null ? null : "cadenza",
            Password = password,
        });

        var failure = Assert.IsType<DeliveryOutcome.TemporaryFailure>(outcome);
        Assert.Equal(DeliveryCode.AuthenticationFailed, failure.Code);
        Assert.DoesNotContain("wrong", failure.Detail, StringComparison.Ordinal);
        Assert.Empty(await server.ReceivedAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SendAsync_WhenTheCertificateIsTrusted_SendsSecured(bool isImplicit)
    {
        if (TrustedInThisProcess is not { } certificate)
        {
            await RunInAProcessThatTrustsAsync(SelfSignedCertificate.Create());
            return;
        }

        await using var server = await SmtpServer.StartAsync(
            new SmtpServerOptions { Certificate = certificate, IsImplicitTls = isImplicit, Username = "cadenza", Password = "right" });

        var security = isImplicit ? SmtpSecurity.Tls : SmtpSecurity.StartTls;
        var outcome = await SendAsync(new SmtpOptions { Host = "localhost", Port = server.Port, Security = security, Username = "cadenza", Password = "right" });

        Assert.True(outcome is DeliveryOutcome.Sent, outcome.ToString());
        Assert.True(Assert.Single(await server.ReceivedAsync()).IsSecure);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SendAsync_WhenTheCertificateIsNotTrusted_FailsForNow(bool isImplicit)
    {
        await using var server = await SmtpServer.StartAsync(new SmtpServerOptions { Certificate = SelfSignedCertificate.Create(), IsImplicitTls = isImplicit });

        var outcome = await SendAsync(new SmtpOptions { Host = "localhost", Port = server.Port, Security = isImplicit ? SmtpSecurity.Tls : SmtpSecurity.StartTls });

        Assert.Equal(DeliveryCode.SecurityFailed, Assert.IsType<DeliveryOutcome.TemporaryFailure>(outcome).Code);
        Assert.Empty(await server.ReceivedAsync());
    }

    [Fact]
    public async Task SendAsync_WhenStartTlsIsRequiredButNotOffered_SendsNothingInTheOpen()
    {
        await using var server = await SmtpServer.StartAsync();

        var outcome = await SendAsync(new SmtpOptions { Host = SmtpServer.Host, Port = server.Port });

        Assert.Equal(DeliveryCode.SecurityFailed, Assert.IsType<DeliveryOutcome.TemporaryFailure>(outcome).Code);
        Assert.Empty(await server.ReceivedAsync());
    }

    [Fact]
    public async Task SendAsync_WhenTlsMeetsAServerWithoutIt_SendsNothingInTheOpen()
    {
        await using var server = await SmtpServer.StartAsync();

        var outcome = await SendAsync(new SmtpOptions { Host = SmtpServer.Host, Port = server.Port, Security = SmtpSecurity.Tls });

        Assert.Equal(DeliveryCode.SecurityFailed, Assert.IsType<DeliveryOutcome.TemporaryFailure>(outcome).Code);
        Assert.Empty(await server.ReceivedAsync());
    }

    private static async Task<DeliveryOutcome> SendAsync(SmtpOptions options)
    {
        using var delivery = new SmtpDelivery(options, TimeProvider.System);
        return (await delivery.SendAsync([Mails.Plain()], TestContext.Current.CancellationToken))[0];
    }

    private const string TrustedKey = "CADENZA_TEST_TRUSTED_KEY";

    private static SelfSignedCertificate? TrustedInThisProcess =>
        Environment.GetEnvironmentVariable(TrustedKey) is { } key
            ? new SelfSignedCertificate(File.ReadAllText(Environment.GetEnvironmentVariable("SSL_CERT_FILE")!), key)
            : null;

    /// <summary>
    /// OpenSSL takes the name of the file with trusted certificates from the environment a process was started with,
    /// so this test starts its own assembly once more, with the file in place and itself as the only test; both its cases run there.
    /// </summary>
    private static async Task RunInAProcessThatTrustsAsync(SelfSignedCertificate certificate)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("trusted.pem");
        await File.WriteAllTextAsync(file, certificate.Pem);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.Environment["SSL_CERT_FILE"] = file;
        start.Environment[TrustedKey] = certificate.PrivateKeyPem;
        string[] arguments =
        [
            "exec", typeof(SmtpSecurityTests).Assembly.Location,
            "-method", $"*.{nameof(SmtpSecurityTests)}.{nameof(SendAsync_WhenTheCertificateIsTrusted_SendsSecured)}",
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
        Assert.Contains("Total: 2,", output, StringComparison.Ordinal);
        Assert.SkipWhen(output.Contains("Skipped: 2", StringComparison.Ordinal), "The SMTP server is not installed");
    }
}
