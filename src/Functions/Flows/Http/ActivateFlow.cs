using Cadenza.Domain.Flows;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Flows.Http;

/// <summary>PUT /v1/flows/{id}/activate (E3).</summary>
internal sealed class ActivateFlow(FlowChanges changes, AuditStore audit, TimeProvider clock)
{
    /// <summary>200 with the version, live now.</summary>
    [Operation(Tags.Flows, "Activate a version of a flow", "Makes the version live and archives the one that was, both at once. A draft or an archived version can be activated; the live one stays as it is.")]
    [Path("id", "The numeric id of the version.")]
    [Body<ActivateBody>]
    [Conditional]
    [Answer<FlowReply>(200, "The version.", HasETag = true)]
    [Function(nameof(ActivateFlow))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/flows/{id}/activate")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, ActivateBody.Read, cancellation);
        if (body.Problem is { } problem) return problem;
        if (FlowReader.NumericId(id) is not { } version) return FlowAnswers.NotNumeric(id);
        var organization = request.Caller().Organization;
        var edit = await changes.ActivateAsync(organization, version, FlowAnswers.Condition(request), body.Value.Behavior, cancellation);
        var how = new System.Text.Json.Nodes.JsonObject { ["archive_behavior"] = FlowEnumNames.Of(body.Value.Behavior) };
        return await FlowAnswers.OfAsync(edit, id, view => audit.AppendAsync(
            FlowAudit.Of("activated", organization, view.Flow, version, clock.GetUtcNow(), request, how), cancellation));
    }
}
