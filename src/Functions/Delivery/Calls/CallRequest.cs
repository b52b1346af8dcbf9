using System.Text.Json;
using System.Text.Json.Serialization;
using Cadenza.Domain.Delivery;

namespace Cadenza.Functions.Delivery.Calls;

/// <summary>The body of <c>POST /calls</c>, our own protocol (docs/providers.md).</summary>
/// <param name="AgentId">The agent that speaks: <c>aiPhoneAgentId</c> of the step.</param>
/// <param name="To">Who is called, in E.164.</param>
/// <param name="Organization">The organization that has the call made.</param>
/// <param name="Contact">The person that is called.</param>
internal sealed record CallRequest(string AgentId, string To, string Organization, CalledContact Contact)
{
    /// <summary>The number that calls; left out when the agent has one of its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? From { get; init; }

    /// <summary>Where the result of the call is to be sent; left out when nobody waits for it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ResultUrl { get; init; }

    /// <summary>The body for a call.</summary>
    public static byte[] Write(PhoneCall call) => JsonSerializer.SerializeToUtf8Bytes(
        new CallRequest(call.AgentId, call.To, call.Organization, new CalledContact(call.ContactId, call.ContactName)) { From = call.From, ResultUrl = call.ResultUrl },
        CallJson.Default.CallRequest);
}

/// <summary>What an agent is told of the person it calls.</summary>
/// <param name="Id">The contact's id.</param>
/// <param name="Name">The name, or null.</param>
internal sealed record CalledContact(string Id, string? Name);

/// <summary>How calls are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CallRequest))]
internal sealed partial class CallJson : JsonSerializerContext;
