using System.Text.Json;
using Cadenza.Domain.Values;
using Cadenza.Functions.Delivery.Calls;
using Cadenza.Functions.Leads.Intake;
using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Leads.Http;

/// <summary>The JSON body of POST /v1/workflows/{id}/leads (C8): an array of leads.</summary>
internal static class LeadsBody
{
    private const int MaxLeads = 20_000;

    private static JsonReader<LeadRowRead> ReadLead(PhoneRegion region) => value =>
    {
        if (value.Shape is { } shape)
        {
            shape.Is("object").With("additionalProperties", true)
                .About("A lead: `phone_number`, in E.164 or as it is dialled in the region that is given, and variables of any other name, each a text, a number or a boolean. What is wrong in one is told among the row errors.");
            return shape.Done<LeadRowRead>();
        }

        return value.Kind == JsonValueKind.Object ? Of(value.Element, region) : value.Fault<LeadRowRead>("must be an object");
    };

    /// <summary>Reads it. What is wrong with a lead's content is left to the intake, which groups it by row.</summary>
    public static readonly JsonReader<LeadRowRead[]> Read = With(PhoneRegion.None);

    /// <summary>Reads it with phone numbers as they are dialled in a region.</summary>
    public static JsonReader<LeadRowRead[]> With(PhoneRegion region) => Json.Array(ReadLead(region), 1, MaxLeads);

    /// <summary>The rows of a body that was read.</summary>
    public static ILeadRows Rows(IEnumerable<LeadRowRead> read) => new ListedRows([.. read.Select((row, index) => row with { Number = index + 1 })]);

    private static LeadRowRead Of(JsonElement lead, PhoneRegion region)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        string? phone = null;
        foreach (var member in lead.EnumerateObject())
        {
            if (member.Value.ValueKind is JsonValueKind.Null) continue;
            if (member.Value.ValueKind is JsonValueKind.Array or JsonValueKind.Object) return new(0, null, member.Name, "must be a text, a number or a boolean");
            var text = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.GetRawText();
            if (member.Name == LeadRowRead.Phone) phone = text;
            else if (text.Length > 0) variables[member.Name] = text;
        }

        return LeadRowRead.Of(0, phone, region, variables);
    }
}

/// <summary>The body of POST /v1/calls/{token}/result: how a call went (C7).</summary>
/// <param name="Result">COMPLETED, FAILED or NO_ANSWER.</param>
/// <param name="Raw">The whole body, which later nodes see as the node's output.</param>
internal sealed record CallResultBody(string Result, JsonElement Raw)
{
    private static readonly JsonReader<string> ReadStatus = Json.Object(fields =>
        fields.Required("status", Json.Choice(CallResult.Outcomes).About("How the call went. Whatever else the body has, later nodes see.")));

    /// <summary>Reads it; members nobody asked for are kept for later nodes.</summary>
    public static readonly JsonReader<CallResultBody> Read = value =>
    {
        var status = ReadStatus(value);
        value.Shape?.With("additionalProperties", true);
        return new CallResultBody(status, value.Shape is null ? value.Element.Clone() : default);
    };
}
