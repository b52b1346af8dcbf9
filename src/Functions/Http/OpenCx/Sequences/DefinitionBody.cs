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
    private const int MaxSubject = 1000;
    private const int MaxBody = 500_000;

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

    private static readonly JsonReader<EmailContent> Email = Json.Object(fields => new EmailContent(
        fields.Required("from_email", Json.Line(1, 254).Then<string, string>(IsAddress, "must be an e-mail address").About("The sender's address.")),
        fields.Required("email_subject", Template(Json.Line(0, MaxSubject)).About("The subject, a template.")),
        fields.Required("email_body", Template(Json.Text(0, MaxBody)).About("The text or HTML, a template.")),
        fields.Required("email_sender_name", Json.Line(0, 200).About("The sender's name.")),
        fields.Required("email_is_transactional", Json.Bool.About("Whether it is sent to those who unsubscribed, too."))));

    /// <summary>What a step does, told apart by <c>type</c>.</summary>
    public static readonly JsonReader<StepAction> Action = Json.OneOf<StepAction>(
        "type",
        new Dictionary<string, Func<JsonFields, StepAction>>
        {
            [SendEmails.Type] = fields => new SendEmails(fields.Required("data", Email.About("The e-mail."))),
        }).Named("StepAction");

    private static readonly JsonReader<SequenceStep> Step = Json.Object(fields => new SequenceStep(
        fields.Required("action", Action.About("What the step does.")),
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

    private static bool IsAddress(string text, out string address)
    {
        address = text;
        return EmailAddress.TryParse(text, out _);
    }

    private static JsonReader<string> Template(JsonReader<string> read) => value =>
    {
        var text = read(value);
        if (text is not null && !Domain.Expressions.Template.TryParse(text, out _, out var error))
        {
            return value.Fault<string>($"is not a template: {error.Message} (at character {error.Index + 1})");
        }

        return text!;
    };
}
