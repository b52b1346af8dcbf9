using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Queues;
using Cadenza.LocalHost.Storage;
using Microsoft.Extensions.Configuration;

namespace Cadenza.LocalHost.Hosting;

/// <summary>
/// Storage by the name of its setting. The setting is a connection string, or holds <c>accountName</c>, or <c>tableServiceUri</c>
/// and <c>queueServiceUri</c>, below it, which are reached with the app's identity: with <c>credential</c> <c>managedidentity</c> a
/// managed one, and of several that of <c>clientId</c>.
/// </summary>
internal sealed class StorageSettings(IConfiguration configuration)
{
    /// <summary>The setting that triggers and the task hub use unless they name another.</summary>
    public const string Default = "AzureWebJobsStorage";

    private const string Managed = "managedidentity";
    private const string EmbeddedInWorkingDirectory = "UseEmbeddedStorage=true;Path=.data";

    /// <summary>Without a storage setting, data is kept in <c>.data</c> under the working directory: the SDK alone is enough to run. Gives the setting that was added.</summary>
    public static string? AddDefaultTo(IConfigurationManager configuration)
    {
        var section = configuration.GetSection(Default);
        if (!string.IsNullOrWhiteSpace(section.Value) || section.GetChildren().Any(child => !string.IsNullOrWhiteSpace(child.Value))) return null;
        configuration.AddInMemoryCollection([new(Default, EmbeddedInWorkingDirectory)]);
        return EmbeddedInWorkingDirectory;
    }

    /// <summary>Why the storage a trigger names cannot be used; null when it can.</summary>
    public string? Fault(string name)
    {
        var section = configuration.GetSection(name);
        if (string.IsNullOrWhiteSpace(section.Value) && section["credential"] is { Length: > 0 } credential && credential != Managed)
            return $"setting '{name}__credential' must be {Managed}, or be left out.";
        if (Address(section, "queue") is { } address && string.IsNullOrWhiteSpace(section.Value))
            return Uri.TryCreate(address, UriKind.Absolute, out _) ? null : $"setting '{name}__queueServiceUri' is not an address.";
        if (string.IsNullOrWhiteSpace(section.Value)) return $"setting '{name}' is missing; it must be a storage connection string.";
        return StorageClients.Fault(section.Value) is { } fault ? $"setting '{name}' is not a storage connection string: {fault}" : null;
    }

    public QueueServiceClient Queues(string name)
    {
        // Texts are taken as stored: the trigger decodes them itself, so that one bad message harms no other.
        var section = configuration.GetSection(name);
        return string.IsNullOrWhiteSpace(section.Value)
            ? StorageClients.Queues(new Uri(Address(section, "queue")!), Identity(section))
            : StorageClients.Queues(section.Value);
    }

    public TableServiceClient Tables(string name)
    {
        var section = configuration.GetSection(name);
        return string.IsNullOrWhiteSpace(section.Value)
            ? StorageClients.Tables(new Uri(Address(section, "table")!), Identity(section))
            : StorageClients.Tables(section.Value);
    }

    private static string? Address(IConfigurationSection section, string service) =>
        section[service + "ServiceUri"] is { Length: > 0 } address ? address
        : section["accountName"] is { Length: > 0 } account ? $"https://{account}.{service}.core.windows.net"
        : null;

    private static TokenCredential Identity(IConfigurationSection section)
    {
        var client = section["clientId"] is { Length: > 0 } given ? given : null;
        if (section["credential"] == Managed)
            return new ManagedIdentityCredential(client is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(client));
        return new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = client ?? Environment.GetEnvironmentVariable("AZURE_CLIENT_ID") });
    }
}
