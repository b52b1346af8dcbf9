using System.Text;
using Azure.Storage.Queues;

namespace Cadenza.LocalHost.Storage.Embedded.Clients;

/// <summary>Bodies as texts that a queue stores, and back.</summary>
internal static class MessageCodec
{
    public static string Encode(string text, QueueMessageEncoding encoding)
    {
        ArgumentNullException.ThrowIfNull(text);
        return encoding == QueueMessageEncoding.Base64 ? Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) : text;
    }

    public static string Encode(BinaryData body, QueueMessageEncoding encoding)
    {
        ArgumentNullException.ThrowIfNull(body);
        return encoding == QueueMessageEncoding.Base64 ? Convert.ToBase64String(body) : body.ToString();
    }

    /// <exception cref="FormatException">The text is not in the encoding.</exception>
    public static BinaryData Decode(string stored, QueueMessageEncoding encoding) =>
        encoding == QueueMessageEncoding.Base64 ? BinaryData.FromBytes(Convert.FromBase64String(stored)) : BinaryData.FromString(stored);
}
