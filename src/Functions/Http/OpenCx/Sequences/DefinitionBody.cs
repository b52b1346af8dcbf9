using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Http.Platform.Bodies;

namespace Cadenza.Functions.Http.OpenCx.Sequences;

/// <summary>Reads the parts of a sequence's body that make up a version: filter and steps (B1–B3).</summary>
internal static class DefinitionBody
{
    private const int MaxGroups = 100;
    private const int MaxConditions = 100;
    private const int MaxAddresses = 10_000;

    private static readonly JsonReader<ContactCondition> Condition = Json.OneOf<ContactCondition>(
        "type",
        new Dictionary<string, Func<JsonFields, ContactCondition>>
        {
            [AllContacts.Type] = _ => new AllContacts(),
            [EmailIn.Type] = fields => new EmailIn(fields.Required("email_in", Json.Array(Json.Text(0, 254), 0, MaxAddresses).About("The addresses, letter case aside.")) ?? []),
        },
        closed: true).Named("ContactsFilter");

    private static readonly JsonReader<FilterGroup> Group = Json.Object(fields => new FilterGroup(
        fields.Required("and", Json.Array(Condition, 0, MaxConditions).About("Conditions that must all hold; none at all holds for everyone."))));

    private static readonly JsonReader<SequenceStep> Step = Json.Object(fields => new SequenceStep(
        fields.Required("action", ActionBody.Read.About("What the step does.")),
        fields.Optional(
            "delay_in_minutes",
            Json.Number(0, SequenceDefinition.MaxDelayInMinutes).About("How long to wait before the step, from the end of the one before; fractions are allowed."),
            absent: null))).Named("SequenceStep");

    /// <summary>Null is everyone.</summary>
    public static readonly JsonReader<ContactsFilter?> Filter = Json.OrNull(Json.Object(fields => new ContactsFilter(
        fields.Required("or", Json.Array(Group, 1, MaxGroups).About("Groups of conditions, one of which must hold as a whole.")))))
        .About("Whom the sequence is for; null is everyone.");

    /// <summary>One step at least.</summary>
    public static readonly JsonReader<SequenceStep[]> Steps = Json.Array(Step, 1, SequenceDefinition.MaxSteps)
        .About("What is done, in this order.");
}
