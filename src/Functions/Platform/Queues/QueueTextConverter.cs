using System.Text;
using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Extensions.Options;

namespace Cadenza.Functions.Platform.Queues;

/// <summary>
/// Gives every queue function its message in plain text, also where whoever sent it had encoded it with base64. Storage SDKs
/// send plain text unless told otherwise; the portal, older SDKs and this app send base64. So the host hands messages over as
/// they are (host.json, <c>queues.messageEncoding</c>), and they are told apart here.
/// </summary>
internal sealed class QueueTextConverter(IOptions<WorkerOptions> worker) : IInputConverter
{
    private const string QueueTrigger = "queueTrigger";
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <inheritdoc/>
    public async ValueTask<ConversionResult> ConvertAsync(ConverterContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Source is not string text
            || context.FunctionContext.FunctionDefinition.InputBindings.Values.All(binding => binding.Type != QueueTrigger)
            || !TryDecode(text, out var json)) return ConversionResult.Unhandled();
        if (context.TargetType == typeof(string)) return ConversionResult.Success(json);
        var serializer = worker.Value.Serializer ?? new JsonObjectSerializer();
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return ConversionResult.Success(await serializer.DeserializeAsync(stream, context.TargetType, context.FunctionContext.CancellationToken));
    }

    /// <summary>Whether a message is a JSON object or list in base64: no JSON begins with a character of base64 then, and no base64 with one of theirs.</summary>
    public static bool TryDecode(string text, out string json)
    {
        json = "";
        if (text.AsSpan().TrimStart() is [] or ['{' or '[', ..]) return false;
        var octets = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, octets, out var length)) return false;
        try
        {
            json = Strict.GetString(octets, 0, length).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            // Base64 by chance: text that is no message at all.
            return false;
        }

        return json.AsSpan().TrimStart() is ['{' or '[', ..];
    }
}
