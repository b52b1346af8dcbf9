using Cadenza.Domain.Records;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Records.Http;

/// <summary>PATCH /crm/{module}/{id}.</summary>
internal sealed class UpdateRecord(RecordsByModule keepers, AuditStore audit, PhoneRegions regions, TimeProvider clock)
{
    /// <summary>200 with the record (D7). A change that changes nothing is answered alike and makes no event.</summary>
    [Operation(Tags.Records, "Change a record", "A merge patch: what is omitted stays, null clears a field, tags are replaced. Workflows hear of each change with the record before and after it, such as of lead_updated and lead_stage_changed.")]
    [Path("module", RecordRoutes.AboutModule)]
    [Query(PhoneRegions.Parameter, PhoneRegions.About)]
    [Body(typeof(RecordBody), nameof(RecordBody.Read))]
    [Conditional]
    [Answer<RecordReply>(200, "The record.", HasETag = true)]
    [Refusal(409, "email_taken", "Another contact has the e-mail address.")]
    [Refusal(409, "phone_taken", "Another contact has the phone number.")]
    [Function(nameof(UpdateRecord))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = RecordRoutes.One)] HttpRequest request, string module, string id, CancellationToken cancellation)
    {
        if (!RecordModules.TryParse(module, out var kind)) return RecordAnswers.UnknownModule();
        var region = regions.Of(request);
        if (region.Problem is { } unknown) return unknown;
        var body = await JsonBody.ReadAsync(request, RecordBody.Of(kind, region.Value), cancellation);
        if (body.Problem is { } problem) return problem;
        if (!RecordId.TryParse(id, out var recordId)) return Problem.InvalidParameter("id", "must be a UUID");
        var organization = request.Caller().Organization;
        var target = new RecordTarget(kind, recordId, IfMatch.Of(request).Allows);
        var outcome = await keepers.Of(kind).ChangeAsync(organization, target, _ => body.Value, new RecordOrigin(clock.GetUtcNow()), cancellation);
        if (RecordAnswers.Refusal(outcome, kind, id) is { } refusal) return refusal;
        if (outcome.IsChange) await audit.AppendAsync(RecordAudit.Of("updated", organization, outcome.Record!, request, body.Value.Members), cancellation);
        return RecordAnswers.Ok(outcome.Record!);
    }
}
