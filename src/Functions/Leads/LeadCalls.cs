using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Leads;
using Cadenza.Domain.Values;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Contacts;
using Cadenza.Functions.Delivery;
using Cadenza.Functions.Delivery.Calls;
using Cadenza.Functions.Platform.Security;

namespace Cadenza.Functions.Leads;

/// <summary>Which call a result is about: one visit of a lead at a node.</summary>
internal sealed record LeadCallToken(OrganizationId Organization, WorkflowId Workflow, LeadId Lead, int Visit);

/// <summary>
/// Calls leads (C5, C7). The provider makes one call for a key, so a call whose fate is unknown is simply asked for again;
/// the result comes to an address that is signed, so nobody can make one up, or is asked for, or is given up for as not answered.
/// </summary>
internal sealed class LeadCalls(Deliveries deliveries, Circuits circuits, SigningKeys signing, PublicAddressOptions options)
{
    private const string Purpose = "call-result";
    private const int SignatureBytes = SigningKeys.MinSignatureBytes;
    private const int MaxToken = 400;
    private const double UsualMinutes = 30;
    private const double MaxMinutes = 24 * 60;
    private static readonly TimeSpan WithoutAddress = TimeSpan.FromSeconds(30);

    private ICallResults? Results => deliveries.For(Channel.Call) as ICallResults;

    private TimeSpan? LookAfter
    {
        get
        {
            if (Results is not { } results) return null;
            // Who has an address for results relies on it, unless told otherwise.
            var every = results.AskEvery ?? (options.BaseUrl is null ? WithoutAddress : TimeSpan.Zero);
            return every > TimeSpan.Zero ? every : null;
        }
    }

    /// <summary>Asks the provider for a call; null when it may work later.</summary>
    public async Task<LeadEffect?> PlaceAsync(Workflow workflow, Lead lead, string key, Value input, CancellationToken cancellation)
    {
        if (Text(input, "agent_id") is not { } agent) return new LeadEffect.Failed("FAILED", "no_agent");
        var name = new LeadCallToken(workflow.Organization, workflow.Id, lead.Id, lead.Visits);
        var call = new PhoneCall(
            workflow.Organization.ToString(),
            $"{workflow.Organization}|{workflow.Id}|{key}",
            lead.Phone,
            agent,
            lead.Id.ToString(),
            lead.Variables.FirstOrDefault(variable => variable.Key.Equals("name", StringComparison.OrdinalIgnoreCase)).Value)
        {
            From = Text(input, "from_number"),
            ResultUrl = options.BaseUrl is { } address ? $"{address}/v1/calls/{Token(name)}/result" : null,
        };
        var outcome = (await deliveries.For(Channel.Call).HandOverAsync([call], cancellation))[0];
        circuits.For(call).Report([outcome]);
        return outcome switch
        {
            DeliveryOutcome.Sent sent => new LeadEffect.Calling(sent.ProviderMessageId ?? key, GiveUpAfter(input), LookAfter),
            DeliveryOutcome.PermanentFailure failure => new LeadEffect.Failed("FAILED", failure.Code),
            _ => null,
        };
    }

    /// <summary>Asks the provider how a lead's call went.</summary>
    public async Task<LeadEffect> AskAsync(Lead lead, CancellationToken cancellation)
    {
        var result = Results is { } results && lead.Outcome is { } call ? await results.FindAsync(call, cancellation) : null;
        if (result is not null) return new LeadEffect.Answered(result.Outcome, result.Output);
        // Nobody was asked when the app is stopping, so nothing may be given up for.
        cancellation.ThrowIfCancellationRequested();
        return new LeadEffect.Unanswered(LookAfter);
    }

    /// <summary>The part of the address of a call's result that names the call.</summary>
    public string Token(LeadCallToken name)
    {
        var content = Encoding.UTF8.GetBytes($"{name.Organization}|{name.Workflow}|{name.Lead}|{name.Visit}");
        return Base64Url.EncodeToString([.. signing.Sign(Purpose, content).AsSpan(0, SignatureBytes), .. content]);
    }

    /// <summary>Which call a token names; false when it was not signed here.</summary>
    public bool TryRead(string token, [NotNullWhen(true)] out LeadCallToken? name)
    {
        name = null;
        if (token.Length > MaxToken || !Base64Url.IsValid(token)) return false;
        ReadOnlySpan<byte> bytes = Base64Url.DecodeFromChars(token);
        if (bytes.Length <= SignatureBytes) return false;
        var content = bytes[SignatureBytes..];
        if (!signing.Verify(Purpose, content, bytes[..SignatureBytes])) return false;
        if (Encoding.UTF8.GetString(content).Split('|') is not [var organization, var workflow, var lead, var visit]) return false;
        if (!OrganizationId.TryParse(organization, out var owner) || !WorkflowId.TryParse(workflow, out var id) || !LeadId.TryParse(lead, out var who)) return false;
        name = new LeadCallToken(owner, id, who, int.Parse(visit, System.Globalization.CultureInfo.InvariantCulture));
        return true;
    }

    private static TimeSpan GiveUpAfter(in Value input) =>
        TimeSpan.FromMinutes(input.TryGetMember("timeout_minutes", out var given) && given.Kind == ValueKind.Number && given.AsNumber is > 0 and <= MaxMinutes
            ? given.AsNumber
            : UsualMinutes);

    private static string? Text(in Value input, string name) =>
        input.TryGetMember(name, out var value) && value.ToText() is { Length: > 0 } text ? text : null;
}
