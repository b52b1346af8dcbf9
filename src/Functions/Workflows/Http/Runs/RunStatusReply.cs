using System.ComponentModel;
using Cadenza.Domain.Execution;
using Cadenza.Functions.Workflows.Http.Blocks;

namespace Cadenza.Functions.Workflows.Http.Runs;

/// <summary>Where a run stands, on the wire (A6).</summary>
internal sealed record RunStatusReply(string Id, [Description("`completed`, `failed`, `in_progress`, `canceled` or `idle`.")] string Status)
{
    /// <summary>The run as it is answered.</summary>
    public static RunStatusReply Of(Run run) => new(run.Id.ToString(), RunStatusNames.Of(run.Status));
}
