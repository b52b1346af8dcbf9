using System.Globalization;
using System.Text;
using System.Text.Json;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Delivery.Webhooks;
using Cadenza.Functions.Http.Platform.Bodies;
using Cadenza.Functions.Http.Platform.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Cadenza.Functions.Http.Platform.Hooks;

/// <summary>What was sent to a hook.</summary>
/// <param name="Payload">What steps read as <c>{{trigger.…}}</c>: the members of a JSON object or the fields of a form.</param>
/// <param name="Id">The sender's name for it, by which a repeat is known: the header <c>webhook-id</c> or <c>Idempotency-Key</c>; null when there is none.</param>
internal sealed record HookRequest(JsonElement Payload, string? Id)
{
    /// <summary>The largest body, in bytes.</summary>
    public const int MaxBytes = 256 * 1024;

    private const int MaxFields = 500;
    private const int MaxId = 150;

    /// <summary>Reads a request; refuses one that is too large, not of a known type, or not signed as the trigger asks.</summary>
    /// <param name="request">The request.</param>
    /// <param name="trigger">The trigger of the live version; its member <c>secret</c>, if any, is what has to sign.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public static async Task<Parsed<HookRequest>> ReadAsync(HttpRequest request, WorkflowTrigger trigger, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await BodyAsync(request, cancellation) is not { } body) return Parsed<HookRequest>.Refused(Problem.TooLarge(MaxBytes));
        var id = Header(request, "webhook-id") ?? Header(request, "Idempotency-Key");
        if (id?.Length > MaxId) return Parsed<HookRequest>.Refused(Problem.InvalidHeader("webhook-id", $"must have at most {MaxId} characters"));
        if (SecretOf(trigger) is { } secret && !IsSigned(request, secret, body, now)) return Parsed<HookRequest>.Refused(Problem.Unauthorized());
        if (request.HasFormContentType && request.ContentType!.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
            return TryForm(body, out var fields) ? Parsed<HookRequest>.Of(new HookRequest(fields, id)) : Parsed<HookRequest>.Refused(Problem.Malformed("The form cannot be read."));
        var parsed = JsonSyntax.Read(body, HookPayload.Read);
        return parsed.Problem is { } problem ? Parsed<HookRequest>.Refused(problem) : Parsed<HookRequest>.Of(new HookRequest(parsed.Value.Members, id));
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

    private static bool TryForm(byte[] body, out JsonElement fields)
    {
        fields = default;
        try
        {
            using var json = new MemoryStream();
            using (var writer = new Utf8JsonWriter(json))
            {
                writer.WriteStartObject();
                var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body));
                foreach (var (name, values) in form.Take(MaxFields)) writer.WriteString(name, values.ToString());
                writer.WriteEndObject();
            }

            fields = JsonElement.Parse(json.ToArray());
            return true;
        }
        catch (ArgumentException)
        {
            // Half a character, which JSON cannot say.
            return false;
        }
    }

    private static bool IsSigned(HttpRequest request, string secret, byte[] body, DateTimeOffset now) =>
        Header(request, "webhook-id") is { } id
        && Header(request, "webhook-signature") is { } signature
        && long.TryParse(Header(request, "webhook-timestamp"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
        && (WebhookSecret.TryParse(secret, out var known) ? known : WebhookSecret.OfText(secret)).Verify(signature, id, DateTimeOffset.FromUnixTimeSeconds(seconds), body, now);

    private static string? SecretOf(WorkflowTrigger trigger) =>
        trigger.Configuration is { ValueKind: JsonValueKind.Object } settings && settings.TryGetProperty("secret", out var secret) && secret.ValueKind == JsonValueKind.String
            ? secret.GetString()
            : null;

    private static string? Header(HttpRequest request, string name) => request.Headers.TryGetValue(name, out var value) && value.Count == 1 ? value.ToString() : null;
}

/// <summary>The JSON body of a call to a hook: an object of any members.</summary>
internal sealed record HookPayload(JsonElement Members)
{
    /// <summary>Reads it.</summary>
    public static readonly JsonReader<HookPayload> Read = static value => value.Kind switch
    {
        _ when value.Shape is { } shape => shape.Is("object").Done<HookPayload>(),
        JsonValueKind.Object => new HookPayload(value.Element.Clone()),
        _ => value.Fault<HookPayload>("must be an object"),
    };
}
