using Cadenza.Domain.Records;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Idempotency;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Records.Http;

/// <summary>POST /crm/{module}.</summary>
internal sealed class CreateRecord(RecordsByModule keepers, AuditStore audit, PhoneRegions regions, TimeProvider clock)
{
    /// <summary>201 with the record (D7).</summary>
    [Operation(Tags.Records, "Create a record", "Workflows hear of it, such as of lead_created. A contact needs an e-mail address or a phone number, which no other contact has; it is the same contact as at /contacts.")]
    [Path("module", RecordRoutes.AboutModule)]
    [Query(PhoneRegions.Parameter, PhoneRegions.About)]
    [Body(typeof(RecordBody), nameof(RecordBody.Read))]
    [Answer<RecordReply>(201, "The record.", HasLocation = true, HasETag = true)]
    [Refusal(409, "email_taken", "Another contact has the e-mail address.")]
    [Refusal(409, "phone_taken", "Another contact has the phone number.")]
    [Function(nameof(CreateRecord))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = RecordRoutes.Module)] HttpRequest request, string module, CancellationToken cancellation)
    {
        if (!RecordModules.TryParse(module, out var kind)) return RecordAnswers.UnknownModule();
        var region = regions.Of(request);
        if (region.Problem is { } unknown) return unknown;
        var body = await JsonBody.ReadAsync(request, RecordBody.Of(kind, region.Value), cancellation);
        if (body.Problem is { } problem) return problem;
        var now = clock.GetUtcNow();
        var organization = request.Caller().Organization;
        var record = CrmRecord.Create(RecordId.Create(request.NewId(now)), kind, body.Value, now);
        var origin = new RecordOrigin(now) { IsRepeat = request.MayHaveHappened() };
        var outcome = await keepers.Of(kind).CreateAsync(organization, record, origin, cancellation);
        if (RecordAnswers.Refusal(outcome, kind, "") is { } refusal) return refusal;
        // Contacts have no such entry: see ContactAudit.
        if (kind != RecordModule.Contacts) await audit.AppendAsync(RecordAudit.Of("created", organization, outcome.Record!, request, body.Value.Members), cancellation);
        return RecordAnswers.Created(outcome.Record!);
    }
}
