using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Cadenza.TestKit.Providers;

/// <summary>What the providers' documentation says that they answer.</summary>
public static class DocumentedAnswers
{
    /// <summary>Whatever the path says that the request is for: taken.</summary>
    public static ProviderReply Taken(ProviderRequestSeen request) =>
        request.Path.EndsWith("/Messages.json", StringComparison.Ordinal) ? TwilioCreated(request)
        : request.Path.EndsWith("/messages", StringComparison.Ordinal) ? CloudAccepted(request)
        : request.Path.EndsWith("/calls", StringComparison.Ordinal) ? CallCreated(request)
        : new ProviderReply(404, "{}");

    /// <summary>Twilio has queued a message.</summary>
    public static ProviderReply TwilioCreated(ProviderRequestSeen request) => ProviderReply.Of(201, new JsonObject
    {
        ["sid"] = "SM" + Id(request),
        ["account_sid"] = "AC0123456789abcdef0123456789abcdef",
        ["api_version"] = "2010-04-01",
        ["to"] = request.Field("To"),
        ["status"] = "queued",
        ["error_code"] = null,
        ["error_message"] = null,
        ["num_segments"] = "1",
    });

    /// <summary>Twilio has refused a request.</summary>
    public static ProviderReply TwilioError(int status, int code) => ProviderReply.Of(status, new JsonObject
    {
        ["code"] = code,
        ["message"] = "Something about the number +15005550001",
        ["more_info"] = $"https://www.twilio.com/docs/errors/{code}",
        ["status"] = status,
    });

    /// <summary>The Cloud API has accepted a message.</summary>
    public static ProviderReply CloudAccepted(ProviderRequestSeen request) => ProviderReply.Of(200, new JsonObject
    {
        ["messaging_product"] = "whatsapp",
        ["contacts"] = new JsonArray(new JsonObject { ["input"] = request.Json.GetProperty("to").GetString(), ["wa_id"] = "4930123456" }),
        ["messages"] = new JsonArray(new JsonObject { ["id"] = "wamid." + Id(request), ["message_status"] = "accepted" }),
    });

    /// <summary>The Cloud API has refused a request.</summary>
    public static ProviderReply CloudError(int status, int code) => ProviderReply.Of(status, new JsonObject
    {
        ["error"] = new JsonObject
        {
            ["message"] = $"(#{code}) What it is called",
            ["type"] = "OAuthException",
            ["code"] = code,
            ["error_data"] = new JsonObject { ["messaging_product"] = "whatsapp", ["details"] = "About +15005550001" },
            ["fbtrace_id"] = "Az8or2yhqkZfEZ-_4Qn_Bam",
        },
    });

    /// <summary>A provider of calls has taken a call, or had taken it before.</summary>
    public static ProviderReply CallCreated(ProviderRequestSeen request) =>
        ProviderReply.Of(201, new JsonObject { ["id"] = "call-" + Hash(request.Headers["idempotency-key"]), ["status"] = "queued" });

    private static string Id(ProviderRequestSeen request) => Hash(request.Path + request.Body);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
