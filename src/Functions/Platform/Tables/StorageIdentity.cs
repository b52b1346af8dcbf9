using Azure.Core;
using Azure.Identity;
using Cadenza.Functions.Platform.Configuration;

namespace Cadenza.Functions.Platform.Tables;

/// <summary>As whom the app asks storage, where no connection string has a key: settings below the connection's name, which the Functions host reads too.</summary>
/// <param name="IsManaged">Whether it is a managed identity and nothing else; without it whatever is found is taken: variables, a managed identity, a developer's login.</param>
/// <param name="ClientId">Which one of several assigned identities; null is the app's own.</param>
internal sealed record StorageIdentity(bool IsManaged, string? ClientId)
{
    private const string Managed = "managedidentity";

    /// <summary>Reads and checks the settings of a connection.</summary>
    public static StorageIdentity Read(Settings settings, string connection)
    {
        var credential = settings.Optional(connection + "__credential");
        if (credential is not null && credential != Managed) settings.Fault(connection + "__credential", $"must be {Managed}, or be left out");
        return new(credential is not null, settings.Optional(connection + "__clientId"));
    }

    /// <summary>What gets its tokens.</summary>
    public TokenCredential Credential() => IsManaged
        ? new ManagedIdentityCredential(ClientId is { } client ? ManagedIdentityId.FromUserAssignedClientId(client) : ManagedIdentityId.SystemAssigned)
        : new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = ClientId ?? Environment.GetEnvironmentVariable("AZURE_CLIENT_ID") });
}
