using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Platform.Security.Encryption;

/// <summary>Log messages of encryption, 1100 to 1119.</summary>
internal static partial class EncryptionLog
{
    [LoggerMessage(1100, LogLevel.Warning, "Secrets in storage are NOT encrypted: whoever reads the storage reads them. To encrypt them set Security__EncryptionKey to 32 or more random characters, kept outside the storage.")]
    public static partial void NotEncrypted(this ILogger log);

    [LoggerMessage(1101, LogLevel.Information, "Every secret in storage is encrypted with the key {Key}; no other key is needed any more.")]
    public static partial void AllEncrypted(this ILogger log, string key);

    [LoggerMessage(1102, LogLevel.Error, "A secret in the table {Table} cannot be read, and was left as it is")]
    public static partial void NotResealed(this ILogger log, Exception fault, string table);
}
