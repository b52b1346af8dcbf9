using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Idempotency;
using Cadenza.Functions.Platform.Security.Keys;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Platform.Security.Http;

/// <summary>POST /keys.</summary>
internal sealed class CreateKey(OrganizationKeys keys, AuditStore audit, TimeProvider clock)
{
    /// <summary>201 with the key, whose text is shown this once. The bootstrap key may name an organization, which makes it.</summary>
    [Operation(
        Tags.Keys,
        "Make a key",
        "Makes a key of the caller's organization, or, with the bootstrap key, of any; the first key of an organization makes the organization.")]
    [Body<KeyBody>]
    [Answer<CreatedKeyReply>(201, "The key. Its text is shown this once.", HasLocation = true)]
    [Refusal(404, "not_found", "The organization is not one that the caller's key may name.")]
    [Function(nameof(CreateKey))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "keys")] HttpRequest request, CancellationToken cancellation)
    {
        var body = await JsonBody.ReadAsync(request, KeyBody.Read, cancellation);
        if (body.Problem is { } problem) return problem;
        var scope = KeyScope.Of(request.Caller(), body.Value.Organization);
        if (scope.Problem is { } foreign) return foreign;
        var id = request.NewId(clock.GetUtcNow());
        var (key, stored) = await keys.CreateAsync(scope.Value, body.Value.Kind, body.Value.Name, id, cancellation);
        await audit.AppendAsync(KeyAudit.Created(stored, request), cancellation);
        return new UncachedResult(Reply.Created($"/keys/{stored.Id}", CreatedKeyReply.Of(key, stored), KeysJson.Default.CreatedKeyReply));
    }
}
