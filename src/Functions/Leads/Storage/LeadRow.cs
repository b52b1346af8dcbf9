using System.Text.Json.Serialization;
using Cadenza.Domain.Leads;

namespace Cadenza.Functions.Leads.Storage;

/// <summary>A lead in its batch's row; names are short since there are a hundred of each, and what is usual is left out.</summary>
internal sealed record LeadRow(
    [property: JsonPropertyName("i")] string Id,
    [property: JsonPropertyName("p")] string Phone,
    [property: JsonPropertyName("e")] DateTimeOffset EnrolledAt,
    [property: JsonPropertyName("v")] IReadOnlyDictionary<string, string>? Variables,
    [property: JsonPropertyName("s")] string? Status,
    [property: JsonPropertyName("n")] string? Node,
    [property: JsonPropertyName("g")] int? Version,
    [property: JsonPropertyName("c")] int? Visits,
    [property: JsonPropertyName("t")] string? Stage,
    [property: JsonPropertyName("a")] int? Attempts,
    [property: JsonPropertyName("ea")] DateTimeOffset? EnteredAt,
    [property: JsonPropertyName("d")] DateTimeOffset? DueAt,
    [property: JsonPropertyName("gu")] DateTimeOffset? GiveUpAt,
    [property: JsonPropertyName("x")] DateTimeOffset? EndedAt,
    [property: JsonPropertyName("o")] string? Outcome,
    [property: JsonPropertyName("u")] System.Text.Json.JsonElement? Outputs)
{
    /// <summary>As it is stored.</summary>
    public static LeadRow Of(Lead lead) => new(
        lead.Id.ToString(),
        lead.Phone,
        lead.EnrolledAt,
        lead.Variables.Count == 0 ? null : lead.Variables,
        lead.Status == LeadStatus.Pending ? null : lead.Status.ToString(),
        lead.Node,
        Unless(lead.Version),
        Unless(lead.Visits),
        lead.Stage == LeadStage.Arrived ? null : lead.Stage.ToString(),
        Unless(lead.Attempts),
        lead.EnteredAt,
        lead.DueAt,
        lead.GiveUpAt,
        lead.EndedAt,
        lead.Outcome,
        lead.Outputs);

    /// <summary>The lead.</summary>
    public Lead ToLead() => new(LeadId.Parse(Id), Phone, Variables ?? new Dictionary<string, string>(), EnrolledAt)
    {
        Status = Status is null ? LeadStatus.Pending : Enum.Parse<LeadStatus>(Status),
        Node = Node,
        Version = Version ?? 0,
        Visits = Visits ?? 0,
        Stage = Stage is null ? LeadStage.Arrived : Enum.Parse<LeadStage>(Stage),
        Attempts = Attempts ?? 0,
        EnteredAt = EnteredAt,
        DueAt = DueAt,
        GiveUpAt = GiveUpAt,
        EndedAt = EndedAt,
        Outcome = Outcome,
        Outputs = Outputs,
    };

    private static int? Unless(int value) => value == 0 ? null : value;
}
