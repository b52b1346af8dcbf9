using Cadenza.Domain.Delivery;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Values;

namespace Cadenza.Functions.Workflows.Actions.Messages;

/// <summary>What the messages of one step come to as the step's result. Made of the ledger alone, so that it is the same each time.</summary>
internal static class MessageResults
{
    /// <summary>
    /// One that may be tried again makes the step do so; else one that was sent makes it done, and the others are warnings; else
    /// one that failed makes it fail; and when all were held back, so was the step.
    /// </summary>
    public static StepResult Of(Channel channel, IReadOnlyList<MessageOutcome> outcomes)
    {
        if (outcomes.FirstOrDefault(outcome => outcome.Message.Status == LedgerStatus.Pending) is { } pending)
        {
            return new StepResult.Failed(pending.Message.Reason ?? DeliveryCode.Unexpected, pending.Detail ?? "The provider asks to try again.", IsTemporary: true)
            {
                RetryAfter = outcomes.Max(outcome => outcome.RetryAfter),
            };
        }

        var failures = outcomes.Where(outcome => outcome.Message.Status is LedgerStatus.Failed or LedgerStatus.Unknown).ToList();
        var sent = outcomes.Where(outcome => outcome.Message.Status == LedgerStatus.Sent).ToList();
        if (sent.Count == 0 && failures.Count == 0) return new StepResult.Skipped(outcomes[0].Message.Reason ?? DeliveryCode.Unexpected);
        if (sent.Count == 0) return new StepResult.Failed(failures[0].Message.Reason ?? DeliveryCode.Unexpected, Describe(failures[0]), IsTemporary: false);
        return new StepResult.Done(Value.Object(
        [
            new("status", Value.Of("sent")),
            new("channel", Value.Of(channel.Name())),
            new("message_id", Value.Of(sent[0].Message.ProviderMessageId)),
            new("sent", Value.Of(sent.Count)),
            new("suppressed", Value.Of(outcomes.Count - sent.Count - failures.Count)),
            new("failed", Value.Of(failures.Count)),
        ]))
        {
            Warnings = [.. failures.Select(Describe).Distinct()],
        };
    }

    private static string Describe(MessageOutcome outcome) => outcome switch
    {
        { Message.Status: LedgerStatus.Unknown } => "It is not known whether the message was sent; it is not sent again.",
        { Detail: { } detail } => detail,
        _ => "The provider refused the message.",
    };
}
