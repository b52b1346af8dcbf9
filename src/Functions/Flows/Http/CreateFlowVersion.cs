using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Idempotency;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Flows.Http;

/// <summary>POST /v1/flows/{id}/versions (E3).</summary>
internal sealed class CreateFlowVersion(FlowCreation drafting, AuditStore audit, TimeProvider clock)
{
    /// <summary>201 with the new draft.</summary>
    [Operation(Tags.Flows, "Begin a new version of a flow", "Makes a draft as a copy of the version. A flow has one draft at a time. A body is not read.")]
    [Path("id", "The numeric id of the version to copy.")]
    [Answer<FlowReply>(201, "The draft.", HasLocation = true, HasETag = true)]
    [Refusal(409, "draft_exists", "The flow has a draft.")]
    [Refusal(409, "too_many_versions", "The flow has as many versions as it can.")]
    [Function(nameof(CreateFlowVersion))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/flows/{id}/versions")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (FlowReader.NumericId(id) is not { } version) return FlowAnswers.NotNumeric(id);
        var (now, organization) = (clock.GetUtcNow(), request.Caller().Organization);
        var edit = await drafting.CopyAsync(organization, version, request.NewId(now), now, cancellation);
        if (edit.View is not { } view) return FlowAnswers.Of(edit.Refusal!.Value, id);
        await audit.AppendAsync(FlowAudit.Of("version_created", organization, view.Flow, view.Version.Id, view.Version.CreatedAt, request), cancellation);
        return FlowAnswers.Created(view);
    }
}
