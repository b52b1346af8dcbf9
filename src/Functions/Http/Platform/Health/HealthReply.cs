using System.ComponentModel;

namespace Cadenza.Functions.Http.Platform.Health;

/// <summary>The body of a health answer.</summary>
/// <param name="Status">"live" or "ready".</param>
internal sealed record HealthReply([Description("What it is: live, or ready.")] string Status);
