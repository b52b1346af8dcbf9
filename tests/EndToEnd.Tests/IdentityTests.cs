using Cadenza.TestKit;
using Cadenza.TestKit.Apps;
using Cadenza.TestKit.Providers;
using Cadenza.TestKit.Smtp;

namespace Cadenza.EndToEnd.Tests;

/// <summary>Storage without a key: host and app get tokens where the platform would give them, and storage takes nothing else.</summary>
public sealed class IdentityTests
{
    private const string Storage = "https://storage.azure.com";
    private const string Client = "3f1f0c8e-0000-4000-8000-000000000001";

    public static TheoryData<string, string> Kinds => new()
    {
        { "managedidentity", Client },
        { "managedidentity", "" },
        { "", Client },
        { "", "" },
    };

    /// <summary>Of each kind that is documented: a managed identity by name or without, and whatever is found.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task App_WhenItHasAnIdentity_WorksOnStorageThatTakesTokensAlone(string credential, string client)
    {
        if (AzuriteServer.WhyUnavailable is { } reason) Assert.Skip(reason);
        var certificate = SelfSignedCertificate.Create();
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("trusted.pem"), certificate.Pem, TestContext.Current.CancellationToken);
        await using var storage = await AzuriteServer.StartSecuredAsync(certificate);
        await using var identity = await IdentityEndpoint.StartAsync();
        await using var app = await AppProcess.StartAsync(new AppOptions
        {
            InTwoProcesses = true,
            Settings = new Dictionary<string, string>
            {
                ["AzureWebJobsStorage"] = "",
                ["AzureWebJobsStorage__tableServiceUri"] = storage.Tables.AbsoluteUri,
                ["AzureWebJobsStorage__queueServiceUri"] = storage.Queues.AbsoluteUri,
                ["AzureWebJobsStorage__credential"] = credential,
                ["AzureWebJobsStorage__clientId"] = client,
                ["IDENTITY_ENDPOINT"] = identity.Address,
                ["IDENTITY_HEADER"] = identity.Header,
                ["SSL_CERT_FILE"] = folder.File("trusted.pem"),
            },
        });

        // Tables by the app, then a queue by the app and its trigger by the host: a contact's event starts nobody, but is worked off.
        var campaign = await Campaign.CreateAsync(app, contacts: 3, TimeSpan.FromSeconds(0.1));
        await campaign.CommandAsync("start");
        var end = await campaign.CompleteAsync(within: TimeSpan.FromMinutes(2));

        Assert.Equal([new StepCounts(3, 0, 0, 0)], end.Steps);
        Assert.NotEmpty(identity.Requests);
        Assert.All(identity.Requests, request => Assert.Equal(new TokenRequest(Storage, client.Length > 0 ? client : null), request));
    }
}
