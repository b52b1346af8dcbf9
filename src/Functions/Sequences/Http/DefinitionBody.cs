using Cadenza.Domain.Sequences;
using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Sequences.Http;

/// <summary>Reads the steps of a sequence's body (B1, B3); its filter is read by <see cref="Contacts.Segments.FilterBody"/>.</summary>
internal static class DefinitionBody
{
    private static readonly JsonReader<SequenceStep> Step = Json.Object(fields => new SequenceStep(
        fields.Required("action", ActionBody.Read.About("What the step does.")),
        fields.Optional(
            "delay_in_minutes",
            Json.Number(0, SequenceDefinition.MaxDelayInMinutes).About("How long to wait before the step, from the end of the one before; fractions are allowed."),
            absent: null))).Named("SequenceStep");

    /// <summary>One step at least.</summary>
    public static readonly JsonReader<SequenceStep[]> Steps = Json.Array(Step, 1, SequenceDefinition.MaxSteps)
        .About("What is done, in this order.");
}
