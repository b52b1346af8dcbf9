using Cadenza.Domain.Flows;
using Cadenza.Functions.Http.Platform.Bodies;
using Cadenza.Functions.Http.Platform.Problems;

namespace Cadenza.Functions.Http.Frigade.States;

/// <summary>A user's id in a path.</summary>
internal static class UserPath
{
    /// <summary>Why no user has such an id, as an answer; null when one may have.</summary>
    public static Problem? Fault(string userId) =>
        userId.Length > FlowProfile.MaxId ? Problem.NotFound("user", "…")
        : CallerId.IsReachable(userId) ? null
        : Problem.InvalidParameter("userId", CallerId.Rule);
}
