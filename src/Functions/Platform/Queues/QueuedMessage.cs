using System.Globalization;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Platform.Queues;

/// <summary>What the host tells of the message that a queue trigger is called for.</summary>
internal static class QueuedMessage
{
    // No message is kept longer: a time before that is of another clock than the app's.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>When the message was put into its queue, to the second; the present where the host does not say, or its clock is another.</summary>
    /// <param name="context">The invocation.</param>
    /// <param name="now">The current time.</param>
    public static DateTimeOffset SentAt(FunctionContext context, DateTimeOffset now) =>
        context.BindingContext.BindingData.TryGetValue("InsertionTime", out var told)
        && told is string text
        && DateTimeOffset.TryParse(text.Trim('"'), CultureInfo.InvariantCulture, out var at)
        && at <= now && now - at < Longest
            ? at
            : now;
}
