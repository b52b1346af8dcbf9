using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Paging;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security.Keys;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Platform.Security.Http;

/// <summary>GET /keys.</summary>
internal sealed class ListKeys(KeyStore keys, Cursors cursors)
{
    /// <summary>200 with the organization's keys, oldest first, each by its prefix; the bootstrap key may name an organization.</summary>
    [Operation(Tags.Keys, "List keys", "The organization's keys by their prefix, the oldest first.")]
    [Query("organization_id", "Whose keys; only the bootstrap key may name another organization than its own.")]
    [Paged]
    [Answer<KeysReply>(200, "A page of keys.")]
    [Refusal(404, "not_found", "The organization does not exist, or is not one that the caller's key may name.")]
    [Function(nameof(ListKeys))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "keys")] HttpRequest request, CancellationToken cancellation)
    {
        var named = KeyScope.Named(request);
        if (named.Problem is { } unreadable) return unreadable;
        var scope = KeyScope.Of(request.Caller(), named.Value);
        if (scope.Problem is { } foreign) return foreign;
        var organization = scope.Value;
        var list = $"{organization}/keys";
        var page = PageRequest.Of(request, cursors, list);
        if (page.Problem is { } problem) return problem;
        if (organization != request.Caller().Organization && !await keys.HasOrganizationAsync(organization, cancellation))
            return Problem.NotFound("organization", organization.ToString());
        var (found, more) = await keys.ListAsync(organization, page.Value.Position, page.Value.Limit, cancellation);
        var reply = new KeysReply([.. found.Select(KeyReply.Of)], more ? cursors.Seal(list, found[^1].Id) : null);
        return Reply.Ok(reply, KeysJson.Default.KeysReply);
    }
}
