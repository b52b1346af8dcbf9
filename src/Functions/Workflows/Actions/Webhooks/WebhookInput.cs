using System.Diagnostics.CodeAnalysis;
using System.Text;
using Cadenza.Domain.Expressions;
using Cadenza.Functions.Delivery.Webhooks;

namespace Cadenza.Functions.Workflows.Actions.Webhooks;

/// <summary>Reads a webhook step's settings: <c>url</c>, <c>method</c>, <c>headers</c>, <c>body</c>, <c>secret</c>.</summary>
internal static class WebhookInput
{
    private static readonly string[] Methods = ["POST", "GET", "PUT", "PATCH", "DELETE"];

    /// <summary>The request, or what is wrong in a sentence.</summary>
    public static bool TryRead(StepCall call, [NotNullWhen(true)] out WebhookRequest? request, [NotNullWhen(false)] out string? fault)
    {
        (request, fault) = (null, null);
        if (!WebhookRequest.TryParseAddress(Text(call.Input, "url"), out var address))
            return Refuse("'url' must be an http or https address without a user.", out fault);
        var method = (Text(call.Input, "method") ?? "POST").ToUpperInvariant();
        if (!Methods.Contains(method)) return Refuse($"'method' must be one of {string.Join(", ", Methods)}.", out fault);
        WebhookSecret? secret = null;
        if (Text(call.Input, "secret") is { Length: > 0 } text && !WebhookSecret.TryParse(text, out secret))
            return Refuse("'secret' must be whsec_ and 16 to 64 bytes in Base64.", out fault);
        if (!TryReadHeaders(call.Input, out var headers, out var wrong)) return Refuse(wrong!, out fault);
        var given = headers.Find(header => header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value;
        var (body, mediaType) = method == "GET" ? (null, given) : Body(call, method);
        request = new WebhookRequest(new HttpMethod(method), address, WebhookSecret.IdOf(call.Organization.ToString(), call.EffectKey), call.Now)
        {
            Body = body,
            MediaType = given ?? mediaType ?? "application/json",
            Secret = secret,
            Headers = headers.FindAll(header => !header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)),
        };
        return true;
    }

    private static (byte[]? Body, string MediaType) Body(StepCall call, string method)
    {
        if (call.Input.TryGetMember("body", out var body) && body.Kind != ValueKind.Null)
        {
            return body.Kind == ValueKind.Text
                ? (Encoding.UTF8.GetBytes(body.AsText), LooksLikeJson(body.AsText) ? "application/json" : "text/plain; charset=utf-8")
                : (Encoding.UTF8.GetBytes(body.ToString()), "application/json");
        }

        // Who names no body is told what started the run.
        var told = Value.Object(
        [
            new("workflow_id", Value.Of(call.Run.Workflow.ToString())),
            new("run_id", Value.Of(call.Run.Run.ToString())),
            new("step_id", Value.Of(call.StepId)),
            new("timestamp", Value.Of(IsoTime.Format(call.Now))),
            new("data", call.Trigger),
        ]);
        return method == "DELETE" ? (null, "") : (Encoding.UTF8.GetBytes(told.ToString()), "application/json");
    }

    private static bool TryReadHeaders(in Value input, out List<KeyValuePair<string, string>> headers, out string? fault)
    {
        (headers, fault) = ([], null);
        if (!input.TryGetMember("headers", out var given) || given.Kind == ValueKind.Null) return true;
        if (given.Kind != ValueKind.Object) return Refuse("'headers' must be an object of texts.", out fault);
        if (given.Members.Count > WebhookHeaders.MaxCount) return Refuse($"'headers' may have at most {WebhookHeaders.MaxCount} members.", out fault);
        foreach (var (name, value) in given.Members)
        {
            if (value.Kind == ValueKind.Null) continue;
            if (value.Kind is ValueKind.Array or ValueKind.Object) return Refuse("'headers' must be an object of texts.", out fault);
            if (WebhookHeaders.Refusal(name, value.ToText()) is { } refusal)
                return Refuse($"The header '{(name.Length > 40 ? name[..40] + "…" : name)}' {refusal}.", out fault);
            headers.Add(new(name, value.ToText()));
        }

        return true;
    }

    private static bool LooksLikeJson(string text) => text.AsSpan().TrimStart() is ['{' or '[', ..];

    private static string? Text(in Value input, string name) =>
        input.TryGetMember(name, out var value) && value.Kind == ValueKind.Text ? value.AsText.Trim() : null;

    private static bool Refuse(string why, out string fault)
    {
        fault = why;
        return false;
    }
}
