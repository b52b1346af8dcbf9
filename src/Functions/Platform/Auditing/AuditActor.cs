using Cadenza.Functions.Platform.Security;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Platform.Auditing;

/// <summary>Who made a change.</summary>
/// <param name="KeyId">The id of the key that was used; null when the app itself did it.</param>
/// <param name="KeyName">What the key was called.</param>
/// <param name="RequestId">The request, as the log names it.</param>
/// <param name="Reason">Why, in the caller's words, or null.</param>
internal sealed record AuditActor(string? KeyId, string? KeyName, string? RequestId, string? Reason)
{
    /// <summary>The header in which a caller says why.</summary>
    public const string ReasonHeader = "x-audit-reason";

    /// <summary>The most characters of a reason that are kept.</summary>
    public const int MaxReason = 500;

    /// <summary>The app, of its own accord.</summary>
    public static readonly AuditActor App = new(null, null, null, null);

    /// <summary>Who makes a request. Of a reason, the first 500 characters are kept.</summary>
    /// <param name="request">The request.</param>
    /// <param name="said">The reason that its body gives, which goes before the header; null when it gives none.</param>
    public static AuditActor Of(HttpRequest request, string? said = null)
    {
        var caller = request.Caller();
        var reason = (said ?? request.Headers[ReasonHeader].ToString()).Trim();
        return new(caller.KeyId, caller.KeyName, request.HttpContext.TraceIdentifier, reason.Length == 0 ? null : Cut(reason));
    }

    // Half of a surrogate pair is no text that could be stored and answered.
    private static string Cut(string reason)
    {
        if (reason.Length <= MaxReason) return reason;
        return char.IsHighSurrogate(reason[MaxReason - 1]) ? reason[..(MaxReason - 1)] : reason[..MaxReason];
    }
}
