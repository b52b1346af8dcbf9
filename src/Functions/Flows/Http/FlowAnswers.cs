using Cadenza.Domain.Flows;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Flows.Http;

/// <summary>The answers that the functions of this folder give alike.</summary>
internal static class FlowAnswers
{
    /// <summary>200 with the version.</summary>
    public static IResult Ok(FlowView view) => Reply.Ok(FlowReply.Of(view), FrigadeJson.Default.FlowReply, FlowReply.TagOf(view));

    /// <summary>201 with the version.</summary>
    public static IResult Created(FlowView view) =>
        Reply.Created($"/v1/flows/{view.Version.Id}", FlowReply.Of(view), FrigadeJson.Default.FlowReply, FlowReply.TagOf(view));

    /// <summary>The answer 404: there is none with this id.</summary>
    public static Problem NotFound(string id) => Problem.NotFound("flow", id);

    /// <summary>404 for an id that is no number: each version is changed by its own.</summary>
    public static Problem NotNumeric(string id) =>
        NotFound(id) with { Detail = $"There is no version of a flow with the id '{id}': the numeric id is needed here, which GET /v1/flows/{{slug}} answers." };

    /// <summary>The refusal of an edit.</summary>
    /// <param name="refusal">Why the edit is refused.</param>
    /// <param name="id">The id or slug as the caller gave it.</param>
    public static Problem Of(FlowRefusal refusal, string id) => refusal switch
    {
        FlowRefusal.SlugTaken => Problem.Conflict("slug_taken", $"Another flow has the slug '{id}'."),
        FlowRefusal.DraftExists => Problem.Conflict("draft_exists", "The flow has a draft already; change, activate or delete it."),
        FlowRefusal.TooManyVersions => Problem.Conflict("too_many_versions", $"The flow has {Flow.MaxVersions} versions; delete some that are archived."),
        FlowRefusal.IsActive => Problem.Conflict("flow_active", "This version is the live one; activate another before deleting it."),
        FlowRefusal.Changed => Problem.PreconditionFailed(),
        _ => NotFound(id),
    };

    /// <summary>200 with the version after an edit, or the refusal of it.</summary>
    /// <param name="edit">What became of it.</param>
    /// <param name="id">The id as the caller gave it.</param>
    /// <param name="auditing">Notes an edit that changed something.</param>
    public static async Task<IResult> OfAsync(FlowEdit edit, string id, Func<FlowView, Task> auditing)
    {
        if (edit.View is not { } view) return Of(edit.Refusal!.Value, id);
        if (edit.IsChanged) await auditing(view);
        return Ok(view);
    }

    /// <summary>Whether If-Match lets a request change a version as it is now.</summary>
    public static Func<FlowView, bool> Condition(HttpRequest request)
    {
        var condition = IfMatch.Of(request);
        return view => !condition.Given || condition.Allows(FlowReply.TagOf(view));
    }
}
