using Microsoft.Extensions.Logging;

namespace Cadenza.Functions.Contacts;

/// <summary>What contacts and segments log, 4000 to 4999. No message carries a personal value.</summary>
internal static partial class ContactsLog
{
    [LoggerMessage(4001, LogLevel.Warning, "{Count} changed contacts were not announced; the sweep finds them")]
    public static partial void ContactChangesLost(this ILogger log, Exception fault, int count);
}
