using System.ComponentModel;

namespace Cadenza.Functions.App.Http;

/// <summary>The body of a health answer.</summary>
/// <param name="Status">"live".</param>
internal sealed record HealthReply([Description("live.")] string Status);

/// <summary>The body of an answer to the question whether the app can do its work; what cannot is in a problem's errors.</summary>
internal sealed record ReadyReply(
    [Description("ready.")] string Status,
    [Description("How storage is: ok.")] string Storage,
    [Description("How the sweep is: ok.")] string Sweep,
    [Description("When the sweep last ended; null before the first one.")] DateTimeOffset? LastSweepAt,
    [Description("The channels through which nothing gets at present, as this process sees it. What is due there waits and goes out when they are back.")]
    IReadOnlyList<OutageReply> Outages);

/// <summary>A channel through which nothing gets.</summary>
internal sealed record OutageReply(
    [Description("email, sms, whatsapp or call.")] string Channel,
    [Description("What carries its messages: smtp, twilio, whatsapp, calls, outbox or null.")] string Provider,
    [Description("Why, as the code of the last failure.")] string Reason,
    [Description("Since when.")] DateTimeOffset Since,
    [Description("From when on the next message that is due is tried.")] DateTimeOffset RetryAt);
