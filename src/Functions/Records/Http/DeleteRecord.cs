using Cadenza.Domain.Records;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Records.Http;

/// <summary>DELETE /crm/{module}/{id}.</summary>
internal sealed class DeleteRecord(RecordsByModule keepers, AuditStore audit, TimeProvider clock)
{
    /// <summary>204 (D7). A contact is erased as over /contacts.</summary>
    [Operation(Tags.Records, "Delete a record", "What refers to it stays as it is. A contact is erased for good, as over /contacts.")]
    [Path("module", RecordRoutes.AboutModule)]
    [Conditional]
    [Answer(204, "It is gone.")]
    [Function(nameof(DeleteRecord))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = RecordRoutes.One)] HttpRequest request, string module, string id, CancellationToken cancellation)
    {
        if (!RecordModules.TryParse(module, out var kind)) return RecordAnswers.UnknownModule();
        if (!RecordId.TryParse(id, out var recordId)) return Problem.InvalidParameter("id", "must be a UUID");
        var organization = request.Caller().Organization;
        var refusal = await keepers.Of(kind).DeleteAsync(organization, new RecordTarget(kind, recordId, IfMatch.Of(request).Allows), cancellation);
        if (refusal is { } reason) return reason == RecordRefusal.Missing ? RecordAnswers.NotFound(kind, id) : Problem.PreconditionFailed();
        await audit.AppendAsync(RecordAudit.Deleted(organization, kind, recordId, clock.GetUtcNow(), request), cancellation);
        return Reply.NoContent();
    }
}
