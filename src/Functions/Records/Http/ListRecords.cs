using Cadenza.Domain.Records;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Paging;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Records.Http;

/// <summary>GET /crm/{module}.</summary>
internal sealed class ListRecords(RecordsByModule keepers, Cursors cursors)
{
    /// <summary>200 with a page of records (D7).</summary>
    [Operation(Tags.Records, "List records", "Answers records, the newest first; contacts in a stable order of their own. A page of a narrowed list may hold fewer than the limit, even none, and still have a next one: go on until nextCursor is null.")]
    [Path("module", RecordRoutes.AboutModule)]
    [Query("ownerId", "Only those assigned to this user.")]
    [Query("stage", "Only those in this stage, exactly as written.")]
    [Query("status", "Only those with this status, exactly as written.")]
    [Paged]
    [Answer<RecordListReply>(200, "A page of records.")]
    [Function(nameof(ListRecords))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = RecordRoutes.Module)] HttpRequest request, string module, CancellationToken cancellation)
    {
        if (!RecordModules.TryParse(module, out var kind)) return RecordAnswers.UnknownModule();
        var filter = ReadFilter(request);
        if (filter.Problem is { } unreadable) return unreadable;
        var organization = request.Caller().Organization;
        var list = $"{organization}/crm/{kind.NameOf()}?{string.Join('\n', filter.Value.OwnerId ?? "\t", filter.Value.Stage ?? "\t", filter.Value.Status ?? "\t")}";
        var page = PageRequest.Of(request, cursors, list);
        if (page.Problem is { } problem) return problem;
        var found = await keepers.Of(kind).ListAsync(organization, kind, filter.Value, page.Value.Position, page.Value.Limit, cancellation);
        var reply = new RecordListReply([.. found.Records.Select(RecordReply.Of)], found.Next is { } next ? cursors.Seal(list, next) : null);
        return Reply.Ok(reply, RecordJson.Default.RecordListReply);
    }

    private static Parsed<RecordFilter> ReadFilter(HttpRequest request)
    {
        foreach (var name in (string[])["ownerId", "stage", "status"])
        {
            if (request.Query[name] is { Count: > 0 } given && (given.Count > 1 || given[0] is not { Length: >= 1 and <= FieldRules.MaxLine }))
                return Parsed<RecordFilter>.Refused(Problem.InvalidParameter(name, $"must be given once, with 1 to {FieldRules.MaxLine} characters"));
        }

        return Parsed<RecordFilter>.Of(new RecordFilter(One(request, "ownerId"), One(request, "stage"), One(request, "status")));
    }

    private static string? One(HttpRequest request, string name) => request.Query[name] is [{ } text] ? text : null;
}
