using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security.Keys;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Platform.Security.Http;

/// <summary>DELETE /keys/{id}.</summary>
internal sealed class DeleteKey(OrganizationKeys keys, KeyStore store, AuditStore audit, TimeProvider clock)
{
    /// <summary>204: the key is revoked, also the one the request was made with. The bootstrap key revokes any organization's.</summary>
    [Operation(Tags.Keys, "Revoke a key", "Revokes a key at once, also the one that the request was made with.")]
    [Answer(204, "It is revoked.")]
    [Function(nameof(DeleteKey))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "keys/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!Guid.TryParseExact(id, "D", out var uuid)) return Problem.InvalidParameter("id", "must be a UUID");
        var canonical = uuid.ToString("D");
        var organization = await OrganizationAsync(request.Caller(), canonical, cancellation);
        if (await keys.RevokeAsync(organization, canonical, cancellation) is not { } revoked) return Problem.NotFound("key", id);
        await audit.AppendAsync(KeyAudit.Revoked(revoked, clock.GetUtcNow(), request), cancellation);
        return Reply.NoContent();
    }

    private async Task<OrganizationId> OrganizationAsync(Caller caller, string id, CancellationToken cancellation) =>
        (caller.IsBootstrap ? await store.OwnerAsync(id, cancellation) : null) ?? caller.Organization;
}
