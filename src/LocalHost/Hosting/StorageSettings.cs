using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Queues;
using Cadenza.LocalHost.Storage;
using Microsoft.Extensions.Configuration;

namespace Cadenza.LocalHost.Hosting;

/// <summary>
/// Storage by the name of its setting. The setting is a connection string, or holds <c>tableServiceUri</c> and
/// <c>queueServiceUri</c> below it, which are reached with the app's identity.
/// </summary>
internal sealed class StorageSettings(IConfiguration configuration)
{
    /// <summary>The setting that triggers and the task hub use unless they name another.</summary>
    public const string Default = "AzureWebJobsStorage";

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
        if (section["queueServiceUri"] is { Length: > 0 } address && string.IsNullOrWhiteSpace(section.Value))
            return Uri.TryCreate(address, UriKind.Absolute, out _) ? null : $"setting '{name}__queueServiceUri' is not an address.";
        if (string.IsNullOrWhiteSpace(section.Value)) return $"setting '{name}' is missing; it must be a storage connection string.";
        return StorageClients.Fault(section.Value) is { } fault ? $"setting '{name}' is not a storage connection string: {fault}" : null;
    }

    public QueueServiceClient Queues(string name)
    {
        // Texts are taken as stored: the trigger decodes them itself, so that one bad message harms no other.
        var section = configuration.GetSection(name);
        return string.IsNullOrWhiteSpace(section.Value)
            ? StorageClients.Queues(new Uri(section["queueServiceUri"]!), new DefaultAzureCredential())
            : StorageClients.Queues(section.Value);
    }

    public TableServiceClient Tables(string name)
    {
        var section = configuration.GetSection(name);
        return string.IsNullOrWhiteSpace(section.Value)
            ? StorageClients.Tables(new Uri(section["tableServiceUri"]!), new DefaultAzureCredential())
            : StorageClients.Tables(section.Value);
    }
}
