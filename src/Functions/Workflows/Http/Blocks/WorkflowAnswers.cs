using Cadenza.Domain.Catalog;
using Cadenza.Functions.Contacts;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Workflows.Definitions;
using Cadenza.Functions.Workflows.Storage;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Workflows.Http.Blocks;

/// <summary>The answers that the functions of this folder give alike.</summary>
internal sealed class WorkflowAnswers(PublicAddressOptions options, TimeProvider clock)
{
    /// <summary>200 with the version.</summary>
    public static IResult Ok(WorkflowView view) =>
        Reply.Ok(WorkflowReply.Of(view), WorkflowsJson.Default.WorkflowReply, EntityTag.Of(view.Stored.Version));

    /// <summary>200 with the version that a change led to, and when the schedule of the live version comes next.</summary>
    public IResult Changed(WorkflowView view, WorkflowView? live) =>
        Reply.Ok(WorkflowReply.Of(view, NextRunAt(live)), WorkflowsJson.Default.WorkflowReply, EntityTag.Of(view.Stored.Version));

    /// <summary>200 with the workflow, where it is called, and when the schedule of its live version comes next.</summary>
    public IResult Detail(HttpRequest request, WorkflowView view, WorkflowView? live, bool withEditorState) => Reply.Ok(
        WorkflowDetailReply.Of(view, AddressOf(request, view), NextRunAt(live), withEditorState), WorkflowsJson.Default.WorkflowDetailReply, EntityTag.Of(view.Stored.Version));

    /// <summary>201 with the workflow and where it is called.</summary>
    public IResult Created(HttpRequest request, WorkflowView view) => Reply.Created(
        $"/workflows/{view.Workflow.Id}",
        WorkflowDetailReply.Of(view, AddressOf(request, view), NextRunAt(view), withEditorState: false),
        WorkflowsJson.Default.WorkflowDetailReply,
        EntityTag.Of(view.Stored.Version));

    /// <summary>The answer 404: there is none of this id or number.</summary>
    public static Problem NotFound(string id) => Problem.NotFound("workflow", id);

    /// <summary>The answer 404: there is none of this id or number.</summary>
    public static Problem VersionNotFound(int number) =>
        Problem.NotFound("version", number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>409: nothing can be done with it any more.</summary>
    public static Problem Ended(WorkflowView view) => Ended(view.Stored);

    /// <inheritdoc cref="Ended(WorkflowView)"/>
    public static Problem Ended(StoredWorkflow stored) => Problem.Conflict(
        "workflow_ended", $"The workflow is {stored.Workflow.Status.ToString().ToLowerInvariant()}, which is for good.");

    private DateTimeOffset? NextRunAt(WorkflowView? live) => live is { IsActive: true } ? Schedules.Of(live.Version.Content.Trigger)?.Next(clock.GetUtcNow()) : null;

    private string? AddressOf(HttpRequest request, WorkflowView view) =>
        TriggerCatalog.TryFind(view.Version.Content.Trigger.Type, out var trigger) && trigger.Family == TriggerFamily.Http
            ? HookAddress.Of(view.Workflow, $"{request.Scheme}://{request.Host}", options)
            : null;
}
