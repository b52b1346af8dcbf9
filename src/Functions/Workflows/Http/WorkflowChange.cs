using Azure;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Workflows.Definitions;
using Cadenza.Functions.Workflows.Storage;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Workflows.Http;

/// <summary>A request that changes one workflow: found, held against If-Match (G4), changed, and again when somebody else was first.</summary>
internal static class WorkflowChange
{
    /// <summary>The answer of <paramref name="change"/>, or 404 or 412.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The workflow's id as the path has it.</param>
    /// <param name="reader">Finds it.</param>
    /// <param name="change">Decides on what is stored, changes it, and answers.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public static async Task<IResult> RunAsync(
        HttpRequest request, string id, WorkflowReader reader, Func<StoredWorkflow, Task<IResult>> change, CancellationToken cancellation)
    {
        var organization = request.Caller().Organization;
        try
        {
            return await OptimisticWrite.RunAsync(async () =>
            {
                if (await reader.FindAsync(organization, id, cancellation) is not { } read) return Problem.NotFound("workflow", id);
                return IfMatch.Of(request).Check(EntityTag.Of(read.Version)) ?? await change(read);
            });
        }
        catch (RequestFailedException error) when (error.IsMissing())
        {
            // It was deleted between the reading and the writing.
            return Problem.NotFound("workflow", id);
        }
    }
}
