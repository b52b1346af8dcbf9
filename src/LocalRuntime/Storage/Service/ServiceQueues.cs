using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Azure;
using Azure.Core;
using Azure.Storage.Queues.Models;

namespace Cadenza.LocalRuntime.Storage.Service;

/// <summary>Queues behind the REST protocol: Azurite or an Azure Storage account.</summary>
internal sealed class ServiceQueues(ServicePipeline pipeline, string account) : IQueueBackend
{
    private const string MetadataPrefix = "x-ms-meta-";

    public string AccountName => account;

    public Uri Endpoint => pipeline.Endpoint;

    public Task<Response> CreateAsync(string queue, IDictionary<string, string>? metadata, CancellationToken cancellation)
    {
        var message = pipeline.Message(RequestMethod.Put, queue);
        foreach (var (name, value) in metadata ?? new Dictionary<string, string>()) message.Request.Headers.SetValue(MetadataPrefix + name, value);
        return pipeline.SendAsync(message, cancellation, 201, 204);
    }

    public async Task<Response> DeleteAsync(string queue, CancellationToken cancellation) =>
        await pipeline.SendAsync(pipeline.Message(RequestMethod.Delete, queue), cancellation, 204, 404).ConfigureAwait(false);

    public Task<Response> ClearAsync(string queue, CancellationToken cancellation) =>
        pipeline.SendAsync(pipeline.Message(RequestMethod.Delete, $"{queue}/messages"), cancellation, 204);

    public async Task<Response<SendReceipt>> SendAsync(string queue, string text, TimeSpan? visibilityTimeout, TimeSpan? timeToLive, CancellationToken cancellation)
    {
        var message = pipeline.Message(RequestMethod.Post, Query($"{queue}/messages", ("visibilitytimeout", Seconds(visibilityTimeout)), ("messagettl", Seconds(timeToLive))));
        SetText(message, text);
        var response = await pipeline.SendAsync(message, cancellation, 201).ConfigureAwait(false);
        var sent = Messages(response).Single();
        return Response.FromValue(new SendReceipt(Text(sent, "MessageId"), Time(sent, "InsertionTime"), Time(sent, "ExpirationTime"), Text(sent, "PopReceipt"), Time(sent, "TimeNextVisible")), response);
    }

    public async Task<Response<QueueMessage[]>> ReceiveAsync(string queue, int? maxMessages, TimeSpan? visibilityTimeout, CancellationToken cancellation)
    {
        var path = Query($"{queue}/messages", ("numofmessages", Number(maxMessages)), ("visibilitytimeout", Seconds(visibilityTimeout)));
        var response = await pipeline.SendAsync(pipeline.Message(RequestMethod.Get, path), cancellation, 200).ConfigureAwait(false);
        return Response.FromValue(Messages(response).Select(Received).ToArray(), response);
    }

    public async Task<Response<PeekedMessage[]>> PeekAsync(string queue, int? maxMessages, CancellationToken cancellation)
    {
        var path = Query($"{queue}/messages", ("peekonly", "true"), ("numofmessages", Number(maxMessages)));
        var response = await pipeline.SendAsync(pipeline.Message(RequestMethod.Get, path), cancellation, 200).ConfigureAwait(false);
        return Response.FromValue(Messages(response).Select(Peeked).ToArray(), response);
    }

    public Task<Response> DeleteMessageAsync(string queue, string messageId, string popReceipt, CancellationToken cancellation) =>
        pipeline.SendAsync(pipeline.Message(RequestMethod.Delete, Query(MessagePath(queue, messageId), ("popreceipt", popReceipt))), cancellation, 204);

    public async Task<Response<UpdateReceipt>> UpdateMessageAsync(string queue, string messageId, string popReceipt, string? text, TimeSpan visibilityTimeout, CancellationToken cancellation)
    {
        var message = pipeline.Message(RequestMethod.Put, Query(MessagePath(queue, messageId), ("popreceipt", popReceipt), ("visibilitytimeout", Seconds(visibilityTimeout))));
        if (text is not null) SetText(message, text);
        var response = await pipeline.SendAsync(message, cancellation, 204).ConfigureAwait(false);
        response.Headers.TryGetValue("x-ms-popreceipt", out var receipt);
        response.Headers.TryGetValue("x-ms-time-next-visible", out var visible);
        return Response.FromValue(new UpdateReceipt(receipt ?? "", Time(visible ?? "")), response);
    }

    public async Task<Response<QueueProperties>> GetPropertiesAsync(string queue, CancellationToken cancellation)
    {
        var response = await pipeline.SendAsync(pipeline.Message(RequestMethod.Get, $"{queue}?comp=metadata"), cancellation, 200).ConfigureAwait(false);
        response.Headers.TryGetValue("x-ms-approximate-messages-count", out var count);
        var metadata = response.Headers
            .Where(header => header.Name.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(header => header.Name[MetadataPrefix.Length..], header => header.Value, StringComparer.OrdinalIgnoreCase);
        return Response.FromValue(new QueueProperties(metadata, int.Parse(count ?? "0", CultureInfo.InvariantCulture)), response);
    }

    public Task WaitForMessagesAsync(string queue, TimeSpan atMost, CancellationToken cancellation) => Task.Delay(atMost, cancellation);

    private static string MessagePath(string queue, string messageId) => $"{queue}/messages/{Uri.EscapeDataString(messageId)}";

    private static string Query(string path, params (string Name, string? Value)[] parameters)
    {
        var given = parameters.Where(parameter => parameter.Value is not null).Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}");
        return $"{path}?{string.Join('&', given)}".TrimEnd('?');
    }

    // Whole seconds are all the protocol knows; a part of one counts as one, so that nothing is visible or gone too early.
    private static string? Seconds(TimeSpan? time) => time is { } value ? Math.Ceiling(value.TotalSeconds).ToString("F0", CultureInfo.InvariantCulture) : null;

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static void SetText(HttpMessage message, string text)
    {
        var body = new XElement("QueueMessage", new XElement("MessageText", text)).ToString(SaveOptions.DisableFormatting);
        message.Request.Headers.SetValue("Content-Type", "application/xml");
        message.Request.Content = RequestContent.Create(Encoding.UTF8.GetBytes(body));
    }

    private static IEnumerable<XElement> Messages(Response response) =>
        XDocument.Parse(response.Content.ToString().TrimStart('\uFEFF'), LoadOptions.PreserveWhitespace).Root!.Elements("QueueMessage");

    private static QueueMessage Received(XElement message) => new(
        Text(message, "MessageId"), Text(message, "PopReceipt"), BinaryData.FromString(Text(message, "MessageText")), Count(message),
        Time(message, "TimeNextVisible"), Time(message, "InsertionTime"), Time(message, "ExpirationTime"));

    private static PeekedMessage Peeked(XElement message) => new(
        Text(message, "MessageId"), BinaryData.FromString(Text(message, "MessageText")), Count(message), Time(message, "InsertionTime"), Time(message, "ExpirationTime"));

    private static long Count(XElement message) => long.Parse(Text(message, "DequeueCount"), CultureInfo.InvariantCulture);

    private static string Text(XElement message, string name) => message.Element(name)?.Value ?? "";

    private static DateTimeOffset Time(XElement message, string name) => Time(Text(message, name));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
