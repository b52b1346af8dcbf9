using Cadenza.Domain.Contacts;
using Cadenza.Domain.Delivery;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Sequences.Resending;

namespace Cadenza.Functions.Sequences.Http;

/// <summary>The body of POST /sequences/{id}/resend: which messages, and whether they are only to be counted.</summary>
internal sealed record ResendBody(ResendRequest Request, bool IsDryRun)
{
    private static readonly JsonReader<ContactId> Contact = Json.Line(1, 36).Then<string, ContactId>(ContactId.TryParse, "must be a UUID");

    /// <summary>Reads it. What may have arrived is sent again only when it is named.</summary>
    public static readonly JsonReader<ResendBody> Read = Json.Closed(fields => new ResendBody(
        new ResendRequest(
            new OutcomeQuery(
                fields.Default("outcome", Json.Choice(OutcomeQuery.Names).About("What became of the messages; what is unknown may have arrived, and is sent again only when it is named here."), LedgerStatus.Failed),
                fields.Optional("step", Json.Integer(0, SequenceDefinition.MaxSteps - 1).About("The step, from 0; any without it."), absent: null)),
            fields.Optional("contacts", Json.Array(Contact, 1, Cohort.MaxSize).About("To whom, by id; everybody without it."))),
        fields.Default("dry_run", Json.Bool.About("Whether the messages are only counted."), false)));
}
