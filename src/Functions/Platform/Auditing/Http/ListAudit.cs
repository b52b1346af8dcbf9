using System.Text.RegularExpressions;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Paging;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Platform.Auditing.Http;

/// <summary>GET /audit.</summary>
internal sealed partial class ListAudit(AuditStore audit, IResourceNames names, Cursors cursors)
{
    /// <summary>200 with the changes of a resource, newest first; 404 when nothing is recorded about it in the organization.</summary>
    [Operation(Tags.Audit, "List changes", "Who changed a resource, when, what and why: the newest change first. Entries are never changed.")]
    [Query("resource", "Kind and id of the resource, as in its path: `sequences/0199…`. A sequence may be named by its custom id.")]
    [Paged]
    [Answer<AuditReply>(200, "A page of changes.")]
    [Refusal(404, "not_found", "Nothing is recorded about such a resource.")]
    [Function(nameof(ListAudit))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "audit")] HttpRequest request, CancellationToken cancellation)
    {
        var resource = request.Query["resource"].ToString().TrimStart('/');
        if (!Resource().IsMatch(resource)) return Problem.InvalidParameter("resource", "must be kind and id of a resource, such as sequences/ID");
        var organization = request.Caller().Organization;
        resource = await names.FindAsync(organization, resource, cancellation) ?? resource;
        var list = $"{organization}/audit/{resource}";
        var page = PageRequest.Of(request, cursors, list);
        if (page.Problem is { } problem) return problem;
        var (found, more) = await audit.ListAsync(organization, resource, page.Value.Position, page.Value.Limit, cancellation);
        if (found.Count == 0 && page.Value.Position is null) return Problem.NotFound("audit entry", resource);
        var reply = new AuditReply(
            [.. found.Select(item => AuditEntryReply.Of(item.Id, item.Entry))], more ? cursors.Seal(list, found[^1].Id) : null);
        return Reply.Ok(reply, AuditJson.Default.AuditReply);
    }

    [GeneratedRegex(@"\A[a-z][a-z_]{0,39}/[^/\p{C}]{1,200}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Resource();
}
