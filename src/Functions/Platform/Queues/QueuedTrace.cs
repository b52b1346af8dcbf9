using System.Diagnostics;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Platform.Queues;

/// <summary>
/// Carries the trace of whoever queues a message to whoever works it off. Storage queues keep nothing beside the text, so it is
/// a first member of the message, <c>traceparent</c> as CloudEvents names it, which readers pass over. Without anybody who
/// records traces messages stay as they are.
/// </summary>
internal static class QueuedTrace
{
    private const string Member = "{\"traceparent\":\"";
    private const string Binding = "QueueTrigger";

    // 00-, 32 digits, a hyphen, 16 digits, a hyphen, 2 digits.
    private const int IdLength = 55;

    /// <summary>A message to send: the value as JSON, with the trace where one is recorded.</summary>
    public static string Write<T>(T message) => Mark(JsonSerializer.Serialize(message));

    /// <summary>Adds the trace to a message, a JSON object or an array of them, where one is recorded.</summary>
    public static string Mark(string json)
    {
        if (Activity.Current is not { Recorded: true, IdFormat: ActivityIdFormat.W3C, Id: { } id }) return json;
        var first = json.StartsWith("[{", StringComparison.Ordinal) ? 1 : 0;
        // An object without members, and an array without objects, stay as they are.
        return json.Length > first + 2 && json[first] == '{' && json[first + 1] == '"'
            ? string.Concat(json.AsSpan(0, first), Member, id, string.Concat("\",", json.AsSpan(first + 1)))
            : json;
    }

    /// <summary>The trace of the message that a function is called for, or none.</summary>
    public static ActivityContext Of(FunctionContext context) =>
        context.BindingContext.BindingData.TryGetValue(Binding, out var message) && message is string text ? Of(text) : default;

    /// <summary>The trace of a message, as it is in its queue; none where it has none that can be read.</summary>
    public static ActivityContext Of(string message)
    {
        var json = QueueTextConverter.TryDecode(message, out var decoded) ? decoded : message;
        var start = json.StartsWith('[') ? 1 : 0;
        return string.CompareOrdinal(json, start, Member, 0, Member.Length) == 0
            && json.Length >= start + Member.Length + IdLength
            && ActivityContext.TryParse(json.Substring(start + Member.Length, IdLength), null, isRemote: true, out var trace)
                ? trace
                : default;
    }
}
