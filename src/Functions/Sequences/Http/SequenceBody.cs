using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Contacts.Segments;
using Cadenza.Functions.Platform.Http.Bodies;

namespace Cadenza.Functions.Sequences.Http;

/// <summary>The body of POST /sequences (B1, B6).</summary>
internal sealed record CreateSequenceBody(string Name, string? CustomId, bool IsContinuous, OnUnknown OnUnknown, SequenceDefinition Definition)
{
    /// <summary>Reads it; document 004 leaves the object open.</summary>
    public static readonly JsonReader<CreateSequenceBody> Read = Json.Object(fields => new CreateSequenceBody(
        fields.Default("name", SequenceFields.Name, "New Sequence"),
        fields.Optional("custom_id", SequenceFields.CustomId),
        fields.Default("is_continuous", SequenceFields.IsContinuous, true),
        fields.Default("on_unknown", SequenceFields.OnUnknown, OnUnknown.Hold),
        new SequenceDefinition(
            fields.Required("filter", FilterBody.Read),
            fields.Required("steps", DefinitionBody.Steps))));
}

/// <summary>The body of PATCH /sequences/{id} (B1, G3): what is omitted stays.</summary>
internal sealed record UpdateSequenceBody(
    Patch<string> Name, Patch<string?> CustomId, Patch<bool> IsContinuous, Patch<OnUnknown> OnUnknown, Patch<ContactsFilter?> Filter, Patch<SequenceStep[]> Steps)
{
    /// <summary>Reads it; document 004 leaves the object open.</summary>
    public static readonly JsonReader<UpdateSequenceBody> Read = Json.Object(fields => new UpdateSequenceBody(
        fields.PatchValue("name", SequenceFields.Name),
        fields.Patch<string?>("custom_id", SequenceFields.CustomId),
        fields.PatchValue("is_continuous", SequenceFields.IsContinuous),
        fields.PatchValue("on_unknown", SequenceFields.OnUnknown),
        fields.PatchValue("filter", FilterBody.Read),
        fields.PatchValue("steps", DefinitionBody.Steps)));

    /// <summary>What is said of the sequence after the patch.</summary>
    public SequenceSettings Apply(Sequence current) => new(
        Name.Or(current.Name), CustomId.Or(current.CustomId), IsContinuous.Or(current.IsContinuous), OnUnknown.Or(current.OnUnknown));

    /// <summary>What the sequence does after the patch.</summary>
    public SequenceDefinition Apply(SequenceDefinition current) => new(
        Filter.Has(out var filter) ? filter : current.Filter,
        Steps.Has(out var steps) ? steps : current.Steps);

    /// <summary>Whether filter or steps are in the body.</summary>
    public bool ChangesDefinition => !Filter.IsOmitted || !Steps.IsOmitted;
}

/// <summary>Fields that creating and updating read alike.</summary>
internal static class SequenceFields
{
    /// <summary>The display name.</summary>
    public static readonly JsonReader<string> Name = Json.Line(0, 200).About("The name that people read.");

    /// <summary>Whether contacts that come to match later are enrolled too.</summary>
    public static readonly JsonReader<bool> IsContinuous = Json.Bool.About("Whether contacts that come to match later are enrolled too.");

    /// <summary>What becomes of messages of which nobody can tell whether they were sent.</summary>
    public static readonly JsonReader<OnUnknown> OnUnknown = Json.Choice(Enum.GetValues<OnUnknown>().ToDictionary(choice => choice.ToString().ToLowerInvariant()))
        .About("What becomes of a message of which nobody can tell whether it was sent, as after a crash: hold leaves it unknown, resend sends it once more at the risk that it arrives twice.");

    /// <summary>The caller's own id.</summary>
    public static readonly JsonReader<string> CustomId = Json.Line(1, 100)
        .Reachable()
        .Then<string, string>((text, out id) => !SequenceId.TryParse(id = text, out _), "must not look like a sequence's id, a UUID")
        .About("The caller's own id, unique in the organization; taken wherever the id is.");
}
