using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Flows.Http;

/// <summary>DELETE /v1/flows/{numericFlowId} (E3).</summary>
internal sealed class DeleteFlow(FlowChanges changes, AuditStore audit, TimeProvider clock)
{
    /// <summary>204. That version alone is gone.</summary>
    [Operation(Tags.Flows, "Delete a version of a flow", "Deletes that version alone; with its last version the flow is gone. The live version cannot be deleted.")]
    [Path("id", "The numeric id of the version.")]
    [Conditional]
    [Answer(204, "It is gone.")]
    [Refusal(409, "flow_active", "The version is the live one.")]
    [Function(nameof(DeleteFlow))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/flows/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (FlowReader.NumericId(id) is not { } version) return FlowAnswers.NotNumeric(id);
        var organization = request.Caller().Organization;
        var edit = await changes.DeleteAsync(organization, version, FlowAnswers.Condition(request), cancellation);
        if (edit.View is not { } view) return FlowAnswers.Of(edit.Refusal!.Value, id);
        await audit.AppendAsync(FlowAudit.Of("deleted", organization, view.Flow, version, clock.GetUtcNow(), request), cancellation);
        return Reply.NoContent();
    }
}
