using System.Globalization;
using System.Text.Json;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Delivery.Webhooks;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Cadenza.Functions.Workflows.Http.Hooks;

/// <summary>What was sent to a hook.</summary>
/// <param name="Payload">What steps read as <c>{{trigger.…}}</c>: the members of a JSON object or the fields of a form.</param>
/// <param name="Id">The sender's name for it, by which a repeat is known: the header <c>webhook-id</c> or <c>Idempotency-Key</c>; null when there is none.</param>
/// <param name="IsIdempotencyKey">Whether the name is an Idempotency-Key, which is for one body alone (G5).</param>
internal sealed record HookRequest(JsonElement Payload, string? Id, bool IsIdempotencyKey)
{
    /// <summary>The largest body, in bytes.</summary>
    public const int MaxBytes = 256 * 1024;

    private const int MaxId = 255;

    private static readonly string[] SignatureHeaders = ["webhook-id", "webhook-timestamp", "webhook-signature"];

    /// <summary>Reads a request; refuses one that is too large, not of a known type, or not signed as the trigger asks.</summary>
    /// <param name="request">The request.</param>
    /// <param name="trigger">The trigger of the live version; its member <c>secret</c>, if any, is what has to sign.</param>
    /// <param name="now">The current time.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public static async Task<Parsed<HookRequest>> ReadAsync(HttpRequest request, WorkflowTrigger trigger, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await BodyAsync(request, cancellation) is not { } body) return Parsed<HookRequest>.Refused(Problem.TooLarge(MaxBytes));
        var id = Header(request, "webhook-id") ?? Header(request, "Idempotency-Key");
        if (id?.Length > MaxId)
            return Parsed<HookRequest>.Refused(Problem.InvalidHeader(Header(request, "webhook-id") is null ? "Idempotency-Key" : "webhook-id", $"must have at most {MaxId} characters"));
        if (SecretOf(trigger) is { } secret && SignatureFault(request, secret, body, now) is { } fault)
            return Parsed<HookRequest>.Refused(Problem.InvalidSignature(fault));
        var payload = ReadPayload(request, body);
        return payload.Problem is { } problem
            ? Parsed<HookRequest>.Refused(problem)
            : Parsed<HookRequest>.Of(new HookRequest(payload.Value.Members, id, Header(request, "webhook-id") is null));
    }

    private static Parsed<HookPayload> ReadPayload(HttpRequest request, byte[] body)
    {
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding != "identity")
            return Parsed<HookPayload>.Refused(Problem.UnsupportedMediaType("A body with a Content-Encoding is not read; send it as it is."));
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)) return JsonSyntax.Read(body, HookPayload.Read);
        if (type.MediaType.Equals(FormFields.MediaType, StringComparison.OrdinalIgnoreCase))
        {
            if (FormFields.CharsetOf(type) is not { } charset)
                return Parsed<HookPayload>.Refused(Problem.UnsupportedMediaType("The form's charset is not known; send it in UTF-8."));
            return FormFields.TryRead(body, charset, out var fields, out var fault)
                ? Parsed<HookPayload>.Of(new HookPayload(fields))
                : Parsed<HookPayload>.Refused(Problem.Malformed(fault));
        }

        if (type.Type.Equals("multipart", StringComparison.OrdinalIgnoreCase))
            return Parsed<HookPayload>.Refused(Problem.UnsupportedMediaType($"Send a form as '{FormFields.MediaType}', without files, or a JSON object."));
        if (type.Charset.Length > 0 && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return Parsed<HookPayload>.Refused(Problem.UnsupportedMediaType("Send JSON in UTF-8."));
        return JsonSyntax.Read(body, HookPayload.Read);
    }

    private static async Task<byte[]?> BodyAsync(HttpRequest request, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellation)) > 0)
        {
            if (body.Length + read > MaxBytes) return null;
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private static string? SignatureFault(HttpRequest request, string secret, byte[] body, DateTimeOffset now)
    {
        var missing = SignatureHeaders.Where(name => Header(request, name) is null).ToList();
        if (missing.Count > 0) return $"The call has to be signed by the Standard Webhooks scheme, with one header each of {string.Join(" and ", missing)}.";
        if (!long.TryParse(Header(request, "webhook-timestamp"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds >= DateTimeOffset.MaxValue.ToUnixTimeSeconds()) return "The header 'webhook-timestamp' must be the time in seconds since 1970.";
        var at = DateTimeOffset.FromUnixTimeSeconds(seconds);
        if ((now - at).Duration() > WebhookSecret.Tolerance) return "The header 'webhook-timestamp' is more than five minutes away from the present.";
        return (WebhookSecret.TryParse(secret, out var known) ? known : WebhookSecret.OfText(secret))
            .Verify(Header(request, "webhook-signature")!, Header(request, "webhook-id")!, at, body, now)
            ? null
            : "The header 'webhook-signature' has no signature of this call by the trigger's secret: 'v1,' and the Base64 of the HMAC-SHA256 of 'webhook-id.webhook-timestamp.body'.";
    }

    private static string? SecretOf(WorkflowTrigger trigger) =>
        trigger.Configuration is { ValueKind: JsonValueKind.Object } settings && settings.TryGetProperty("secret", out var secret) && secret.ValueKind == JsonValueKind.String
            ? secret.GetString()
            : null;

    private static string? Header(HttpRequest request, string name) => request.Headers.TryGetValue(name, out var value) && value.Count == 1 && !string.IsNullOrWhiteSpace(value.ToString()) ? value.ToString() : null;
}

/// <summary>The JSON body of a call to a hook: an object of any members.</summary>
internal sealed record HookPayload(JsonElement Members)
{
    /// <summary>Reads the body.</summary>
    public static readonly JsonReader<HookPayload> Read = static value => value.Kind switch
    {
        _ when value.Shape is { } shape => shape.Is("object").Done<HookPayload>(),
        JsonValueKind.Object => new HookPayload(value.Element.Clone()),
        _ => value.Fault<HookPayload>("must be an object"),
    };
}
