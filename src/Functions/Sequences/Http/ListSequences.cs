using Cadenza.Domain.Sequences;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Http.Paging;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Sequences.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Sequences.Http;

/// <summary>GET /sequences.</summary>
internal sealed class ListSequences(SequenceStore sequences, CompiledSequences plans, Cursors cursors)
{
    private static readonly Dictionary<string, SequenceStatus> Statuses =
        Enum.GetValues<SequenceStatus>().ToDictionary(status => status.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    /// <summary>200 with the sequences in the order they were created; <c>status</c> picks some, <c>limit</c> and <c>cursor</c> page.</summary>
    [Operation(Tags.Sequences, "List sequences", "The organization's sequences in the order they were created, without their progress.")]
    [Query("status", "Only sequences with this status.", OneOf = ["pending", "active", "paused", "complete", "canceled"])]
    [Paged]
    [Answer<SequenceListReply>(200, "A page of sequences.")]
    [Function(nameof(ListSequences))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "sequences")] HttpRequest request, CancellationToken cancellation)
    {
        SequenceStatus? status = null;
        if (request.Query["status"] is { Count: > 0 } text)
        {
            if (!Statuses.TryGetValue(text.ToString(), out var wanted))
            {
                return Problem.InvalidParameter("status", "must be one of " + string.Join(", ", Statuses.Keys));
            }

            status = wanted;
        }

        var organization = request.Caller().Organization;
        var list = $"{organization}/sequences?status={status}";
        var page = PageRequest.Of(request, cursors, list);
        if (page.Problem is { } problem) return problem;
        SequenceId? after = page.Value.Position is { } position ? SequenceId.Parse(position) : null;
        var found = await sequences.ListAsync(organization, status, after, page.Value.Limit + 1, cancellation);
        var shown = found.Take(page.Value.Limit).ToList();
        var items = new List<SequenceItemReply>(shown.Count);
        foreach (var stored in shown)
        {
            var plan = await plans.GetAsync(organization, stored.Sequence.Id, stored.Sequence.Version, cancellation);
            items.Add(SequenceItemReply.Of(stored.Sequence, plan.Definition));
        }

        var next = found.Count > shown.Count ? cursors.Seal(list, shown[^1].Sequence.Id.ToString()) : null;
        return Reply.Ok(new SequenceListReply(items, next), SequencesJson.Default.SequenceListReply);
    }
}
