using System.ComponentModel;

namespace Cadenza.Functions.Workflows.Http.Hooks;

/// <summary>That a call was stored, on the wire.</summary>
internal sealed record HookReply(
    [Description("The event that stands for the call: `GET /events/{id}`.")] string EventId,
    [Description("Whether a run was started; if not, the event says why: the value of the constraints, or the condition that failed.")] bool Started);
