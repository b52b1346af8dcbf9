using System.Collections.Frozen;
using Cadenza.Domain.Leads;
using Cadenza.Functions.Delivery.Webhooks;
using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Webhooks.Http;

/// <summary>The body of POST /v1/user-webhooks.</summary>
internal sealed record WebhookBody(string Url, IReadOnlyList<string> Events, string? Secret, bool IsActive)
{
    /// <summary>Reads it; members nobody asked for are ignored.</summary>
    public static readonly JsonReader<WebhookBody> Read = Json.Object(fields => new WebhookBody(
        fields.Required("url", WebhookFields.Url),
        fields.Required("events", WebhookFields.Events),
        fields.Optional("secret", WebhookFields.Secret),
        fields.Default("is_active", WebhookFields.IsActive, true)));
}

/// <summary>The body of PATCH /v1/user-webhooks/{id} (G3): what is omitted stays.</summary>
internal sealed record WebhookPatch(Patch<string> Url, Patch<string[]> Events, Patch<string> Secret, Patch<bool> IsActive)
{
    /// <summary>Reads it; members nobody asked for are ignored.</summary>
    public static readonly JsonReader<WebhookPatch> Read = Json.Object(fields => new WebhookPatch(
        fields.PatchValue("url", WebhookFields.Url),
        fields.PatchValue("events", WebhookFields.Events),
        fields.PatchValue("secret", WebhookFields.Secret),
        fields.PatchValue("is_active", WebhookFields.IsActive)));

    /// <summary>The names of the members that the patch gives.</summary>
    public string[] Members() =>
    [
        .. new[]
        {
            Url.IsOmitted ? null : "url",
            Events.IsOmitted ? null : "events",
            Secret.IsOmitted ? null : "secret",
            IsActive.IsOmitted ? null : "is_active",
        }.OfType<string>(),
    ];

    /// <summary>The webhook after the patch.</summary>
    public Webhook Apply(Webhook webhook, DateTimeOffset now) => webhook with
    {
        Url = Url.Or(webhook.Url),
        Events = Events.Has(out var events) ? events : webhook.Events,
        Secret = Secret.Or(webhook.Secret),
        ActiveSince = IsActive.Or(webhook.ActiveSince is not null) ? webhook.ActiveSince ?? now : null,
        UpdatedAt = now,
    };
}

/// <summary>Fields that creating and changing read alike.</summary>
internal static class WebhookFields
{
    private const int MaxUrl = 2000;
    private const int MinSecret = 16;
    private const int MaxSecret = 200;

    private static readonly FrozenDictionary<string, string> Types = LeadEventTypes.All.ToFrozenDictionary(type => type);

    /// <summary>The address that is called.</summary>
    public static readonly JsonReader<string> Url = Json.Line(1, MaxUrl)
        .Then<string, string>(IsAddress, "must be an http or https address without a user")
        .About("Where events are sent to. Addresses that are not of the public internet are refused unless the app is configured otherwise.");

    /// <summary>The types of events.</summary>
    public static readonly JsonReader<string[]> Events = Json.Array(Json.Choice(Types), 1, Types.Count).About("What is to be told.");

    public static readonly JsonReader<string> Secret = Json.Line(MinSecret, MaxSecret)
        .About("Signs deliveries: `whsec_` and Base64 by the Standard Webhooks scheme, or any text. One is made when it is omitted.");

    /// <summary>Whether it is told.</summary>
    public static readonly JsonReader<bool> IsActive = Json.Bool.About("Whether events are sent. What happens while they are not is not sent later.");

    private static bool IsAddress(string text, out string url)
    {
        url = text;
        return WebhookRequest.TryParseAddress(text, out _);
    }
}
