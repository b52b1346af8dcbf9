using Cadenza.Domain.Records;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Records.Http;

/// <summary>GET /crm/{module}/{id}.</summary>
internal sealed class GetRecord(RecordsByModule keepers)
{
    /// <summary>200 with the record (D7); 400 for what is not a UUID.</summary>
    [Operation(Tags.Records, "Read a record", "Answers one record with all its fields.")]
    [Path("module", RecordRoutes.AboutModule)]
    [Answer<RecordReply>(200, "The record.", HasETag = true)]
    [Function(nameof(GetRecord))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = RecordRoutes.One)] HttpRequest request, string module, string id, CancellationToken cancellation)
    {
        if (!RecordModules.TryParse(module, out var kind)) return RecordAnswers.UnknownModule();
        if (!RecordId.TryParse(id, out var recordId)) return Problem.InvalidParameter("id", "must be a UUID");
        var kept = await keepers.Of(kind).FindAsync(request.Caller().Organization, kind, recordId, cancellation);
        return kept is null ? RecordAnswers.NotFound(kind, id) : RecordAnswers.Ok(kept);
    }
}
