using Cadenza.Functions.Platform.Http.OpenApi.Declarations;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Sequences.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Sequences.Http;

/// <summary>GET /sequences/{id}.</summary>
internal sealed class GetSequence(SequenceStore sequences, SequenceAnswers answers)
{
    /// <summary>200 with the sequence, found by its id or custom id.</summary>
    [Operation(Tags.Sequences, "Read a sequence", "Answers one sequence with its progress.")]
    [Path("id", "The sequence's id or custom id.")]
    [Answer<SequenceReply>(200, "The sequence.", HasETag = true)]
    [Function(nameof(GetSequence))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "sequences/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var stored = await sequences.FindAsync(request.Caller().Organization, id, cancellation);
        return stored is null ? SequenceAnswers.NotFound(id) : await answers.OkAsync(stored, cancellation);
    }
}
