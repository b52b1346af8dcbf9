using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Idempotency;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Flows.Http;

/// <summary>POST /v1/flows (E3).</summary>
internal sealed class CreateFlow(FlowCreation drafting, AuditStore audit, TimeProvider clock)
{
    /// <summary>201 with version 1, a draft.</summary>
    [Operation(Tags.Flows, "Create a flow", "Makes a flow with a draft as its version 1. Nobody sees it before it is activated.")]
    [Body<FlowBody>]
    [Answer<FlowReply>(201, "The draft.", HasLocation = true, HasETag = true)]
    [Refusal(409, "slug_taken", "Another flow has the slug.")]
    [Function(nameof(CreateFlow))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/flows")] HttpRequest request, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, FlowBody.Read, cancellation);
        if (body.Problem is { } problem) return problem;
        var (now, organization) = (clock.GetUtcNow(), request.Caller().Organization);
        var edit = await drafting.CreateAsync(organization, body.Value.Content, body.Value.Slug, request.NewId(now), now, cancellation);
        if (edit.View is not { } view) return FlowAnswers.Of(edit.Refusal!.Value, body.Value.Slug ?? "");
        await audit.AppendAsync(FlowAudit.Of("created", organization, view.Flow, view.Version.Id, view.Version.CreatedAt, request), cancellation);
        return FlowAnswers.Created(view);
    }
}
