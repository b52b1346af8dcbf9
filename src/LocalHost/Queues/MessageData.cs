using System.Text.Encodings.Web;
using System.Text.Json;
using Azure.Storage.Queues.Models;
using Cadenza.LocalHost.Worker.Protocol;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace Cadenza.LocalHost.Queues;

/// <summary>A message as the worker gets it, in the forms of the official host.</summary>
internal static class MessageData
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The message's text, which the worker turns into what the function takes.</summary>
    public static TypedData Text(string body) => new() { String = body };

    /// <summary>The message itself, for a function that takes it whole.</summary>
    public static TypedData Model(QueueMessage message, string body) => new()
    {
        ModelBindingData = new ModelBindingData
        {
            Version = "1.0",
            Source = "AzureStorageQueues",
            ContentType = "application/json",
            Content = ByteString.CopyFrom(JsonSerializer.SerializeToUtf8Bytes(
                new { message.MessageId, message.PopReceipt, MessageText = body, message.DequeueCount, message.NextVisibleOn, message.InsertedOn, message.ExpiresOn }, Plain)),
        },
    };

    /// <summary>What is known of the message beside its body.</summary>
    public static void Describe(MapField<string, TypedData> metadata, QueueMessage message, string body)
    {
        metadata.Add("QueueTrigger", new TypedData { String = body });
        metadata.Add("Id", new TypedData { String = message.MessageId });
        metadata.Add("PopReceipt", new TypedData { String = message.PopReceipt });
        metadata.Add("DequeueCount", Json(message.DequeueCount));
        metadata.Add("InsertionTime", Json(message.InsertedOn ?? DateTimeOffset.UtcNow));
        metadata.Add("ExpirationTime", Json(message.ExpiresOn ?? DateTimeOffset.MaxValue));
        metadata.Add("NextVisibleTime", Json(message.NextVisibleOn ?? DateTimeOffset.MaxValue));
    }

    private static TypedData Json<T>(T value) => new() { Json = JsonSerializer.Serialize(value, Plain) };
}
