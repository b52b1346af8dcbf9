using Cadenza.LocalHost.Worker.Protocol;
using Google.Protobuf;
using Microsoft.DurableTask.Protobuf;

namespace Cadenza.LocalHost.Worker;

/// <summary>Why a durable function failed, as the worker tells it.</summary>
internal static class FailureDetails
{
    private static readonly JsonParser Lenient = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    /// <summary>The worker puts the details as JSON where the exception's message is; for another exception there are its type and message.</summary>
    public static TaskFailureDetails Read(RpcException? told, string otherwise)
    {
        if (told?.Message is ['{', ..] && TryParse(told.Message) is { ErrorType.Length: > 0 } details) return details;
        return new TaskFailureDetails
        {
            ErrorType = told is { Type.Length: > 0 } ? told.Type : "Unknown",
            ErrorMessage = told?.Message ?? otherwise,
            StackTrace = told?.StackTrace ?? "",
        };
    }

    private static TaskFailureDetails? TryParse(string json)
    {
        try
        {
            return Lenient.Parse<TaskFailureDetails>(json);
        }
        catch (Exception fault) when (fault is InvalidProtocolBufferException or InvalidJsonException)
        {
            // It is a message that begins with a brace.
            return null;
        }
    }
}
