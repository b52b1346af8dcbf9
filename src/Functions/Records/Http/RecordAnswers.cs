using Cadenza.Domain.Records;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Records.Http;

/// <summary>The answers that the functions of this folder give alike.</summary>
internal static class RecordAnswers
{
    /// <summary>200 with the record.</summary>
    public static IResult Ok(VersionedRecord kept) => Reply.Ok(RecordReply.Of(kept.Record), RecordJson.Default.RecordReply, kept.Tag);

    /// <summary>201 with the record.</summary>
    public static IResult Created(VersionedRecord kept) => Reply.Created(
        $"/crm/{kept.Record.Module.NameOf()}/{kept.Record.Id}", RecordReply.Of(kept.Record), RecordJson.Default.RecordReply, kept.Tag);

    /// <summary>Why a record was not written; null when it was.</summary>
    /// <param name="outcome">What came of it.</param>
    /// <param name="module">Its module.</param>
    /// <param name="id">The id as the caller gave it.</param>
    public static Problem? Refusal(RecordOutcome outcome, RecordModule module, string id) => outcome.Refusal switch
    {
        null => null,
        RecordRefusal.Missing => NotFound(module, id),
        RecordRefusal.Changed => Problem.PreconditionFailed(),
        RecordRefusal.Taken => Problem.Conflict($"{outcome.Field}_taken", $"Another contact has this {(outcome.Field == "email" ? "e-mail address" : "phone number")}.") with
        {
            Errors = new Dictionary<string, string[]> { ["/" + outcome.Field] = [outcome.Fault] },
        },
        _ => Problem.Invalid(outcome.Field.Length == 0 ? "" : "/" + outcome.Field, outcome.Fault),
    };

    /// <summary>The answer 404: there is none with this id.</summary>
    public static Problem NotFound(RecordModule module, string id) => Problem.NotFound(module.SingularOf(), id);

    /// <summary>404: a path that the route's constraint should have kept away.</summary>
    public static Problem UnknownModule() => Problem.UnknownRoute();
}
