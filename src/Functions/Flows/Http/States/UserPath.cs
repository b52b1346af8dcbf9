using Cadenza.Domain.Flows;
using Cadenza.Functions.Platform.Http.Bodies;
using Cadenza.Functions.Platform.Http.Problems;

namespace Cadenza.Functions.Flows.Http.States;

/// <summary>A user's id in a path.</summary>
internal static class UserPath
{
    /// <summary>Why no user has such an id, as an answer; null when one may have.</summary>
    public static Problem? Fault(string userId) =>
        userId.Length > FlowProfile.MaxId ? Problem.NotFound("user", "…")
        : CallerId.IsReachable(userId) ? null
        : Problem.InvalidParameter("userId", CallerId.Rule);
}
