using Cadenza.Domain.Flows;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Idempotency;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Flows.Http.Users;

/// <summary>What the functions of this folder do alike.</summary>
internal static class UserAnswers
{
    /// <summary>409: it would hold more than it may.</summary>
    public static Problem Full(string kind) => Problem.Conflict(
        "profile_full",
        $"The {kind} would have more than {FlowProfile.MaxProperties} properties, {FlowProfile.MaxEvents} different events or {FlowProfile.MaxGroups} groups.");

    /// <summary>The key of a request's change: with an Idempotency-Key the same for each repeat (G5), so that events are counted once.</summary>
    public static string? ChangeKey(HttpRequest request, DateTimeOffset now) =>
        request.HttpContext.Features.Get<RequestSeed>() is null ? null : request.NewId(now).ToString("N");
}
