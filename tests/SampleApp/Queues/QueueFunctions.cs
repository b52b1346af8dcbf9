using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.SampleApp.Queues;

/// <summary>A message's JSON.</summary>
/// <param name="Number">A number.</param>
/// <param name="Name">A name.</param>
public sealed record Order(int Number, string Name);

/// <summary>Functions of every kind of message parameter, and of every outcome.</summary>
public sealed class QueueFunctions(Seen seen)
{
    /// <summary>Text, with all that is known of the message.</summary>
    [Function("Texts")]
    public void Texts([QueueTrigger("texts")] string text, string id, long dequeueCount, string popReceipt, DateTimeOffset insertionTime, DateTimeOffset expirationTime, DateTimeOffset nextVisibleTime, string queueTrigger) =>
        seen.Tell($"{text} {dequeueCount} {id.Length > 0 && popReceipt.Length > 0} {insertionTime < expirationTime && insertionTime < nextVisibleTime} {queueTrigger == text}");

    /// <summary>JSON.</summary>
    [Function("Orders")]
    public async Task OrdersAsync([QueueTrigger("orders")] Order order, FunctionContext context)
    {
        await Task.Yield();
        seen.Tell($"order {order.Number} {order.Name} {context.BindingContext.BindingData["dequeueCount"]}");
    }

    /// <summary>Bytes.</summary>
    [Function("Bytes")]
    public void Bytes([QueueTrigger("bytes")] BinaryData bytes) => seen.Tell(bytes.ToString());

    /// <summary>The message itself.</summary>
    [Function("Messages")]
    public void Messages([QueueTrigger("messages")] QueueMessage message, int dequeueCount) =>
        seen.Tell($"{message.MessageText} {message.DequeueCount == dequeueCount} {message.MessageId.Length > 0} {message.InsertedOn < message.ExpiresOn}");

    /// <summary>Fails.</summary>
    [Function("Failing")]
    public void Failing([QueueTrigger("failing")] string text, long dequeueCount)
    {
        seen.Tell($"{dequeueCount}");
        throw new InvalidOperationException($"on purpose: {text.Length}");
    }

    /// <summary>Waits for the test.</summary>
    [Function("Gated")]
    public Task GatedAsync([QueueTrigger("gated")] string text) => seen.TellAndWaitAsync(text);

    /// <summary>Waits to be cancelled.</summary>
    [Function("Cancelled")]
    public async Task CancelledAsync([QueueTrigger("cancelled")] string text, CancellationToken cancellation)
    {
        seen.Tell("started");
        try
        {
            await Task.Delay(Timeout.Infinite, cancellation);
        }
        catch (OperationCanceledException)
        {
            seen.Tell("cancelled");
            throw;
        }
    }

    /// <summary>Its queue's name is a setting, and so is its storage.</summary>
    [Function("Named")]
    public void Named([QueueTrigger("%TheQueue%", Connection = "Other")] string text) => seen.Tell(text);
}
