using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Flows.Http;

/// <summary>PUT /v1/flows/{numericFlowId} (E1).</summary>
internal sealed class UpdateFlow(FlowChanges changes, AuditStore audit, TimeProvider clock)
{
    /// <summary>200 with the version.</summary>
    [Operation(Tags.Flows, "Change a version of a flow", "What is omitted stays. A change of the live version is seen by users at once.")]
    [Path("id", "The numeric id of the version.")]
    [Body<FlowPatch>]
    [Conditional]
    [Answer<FlowReply>(200, "The version.", HasETag = true)]
    [Function(nameof(UpdateFlow))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/flows/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, FlowPatch.Read, cancellation);
        if (body.Problem is { } problem) return problem;
        if (FlowReader.NumericId(id) is not { } version) return FlowAnswers.NotNumeric(id);
        var organization = request.Caller().Organization;
        var edit = await changes.UpdateAsync(
            organization, version, FlowAnswers.Condition(request), before => body.Value.Apply(before, clock.GetUtcNow()), cancellation);
        var changed = FlowAudit.Changed(body.Value.Members());
        return await FlowAnswers.OfAsync(edit, id, view => audit.AppendAsync(
            FlowAudit.Of("updated", organization, view.Flow, version, view.Version.ModifiedAt, request, changed), cancellation));
    }
}
