using System.ComponentModel;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Sequences.Enrolling;
using Cadenza.Functions.Sequences.Resending;

namespace Cadenza.Functions.Sequences.Http;

/// <summary>A page of a sequence's contacts on the wire.</summary>
internal sealed record SequenceContactListReply(IReadOnlyList<SequenceContactReply> Data, string? NextCursor);

/// <summary>Where a contact stands in a sequence, on the wire (B6).</summary>
internal sealed record SequenceContactReply(
    [Description("The contact.")] string ContactId,
    [Description("The run it is in.")] string RunId,
    [Description("The version of filter and steps it entered with.")] int Version,
    [Description("active, paused, complete, canceled or exited.")] string Status,
    [Description("The step that is next or under way, from 0; null when there is none.")] int? CurrentStep,
    [Description("When that step is due; null while it is under way or held.")] DateTimeOffset? NextStepAt,
    [Description("Since when; null while its run is being made.")] DateTimeOffset? EnrolledAt,
    [Description("When it was taken out.")] DateTimeOffset? ExitedAt,
    [Description("Its messages with the outcome that was asked for; null when none was.")] IReadOnlyList<MessageReply>? Messages)
{
    /// <summary>The contact as it is answered, with some of its messages.</summary>
    public static SequenceContactReply Of(EnrolledContact contact, IReadOnlyList<StepMessage>? messages = null) => new(
        contact.Contact.ToString(),
        contact.Run.ToString("D"),
        contact.Version,
        contact.Status,
        contact.Step,
        contact.DueAt,
        contact.EnrolledAt,
        contact.ExitedAt,
        messages is null ? null : [.. messages.Select(message => MessageReply.Of(message.Step, message.Noted))]);
}

/// <summary>The same with what became of each step's message.</summary>
internal sealed record SequenceContactHistoryReply(
    [Description("The contact.")] string ContactId,
    [Description("The run it is in.")] string RunId,
    [Description("The version of filter and steps it entered with.")] int Version,
    [Description("active, paused, complete, canceled or exited.")] string Status,
    [Description("The step that is next or under way, from 0; null when there is none.")] int? CurrentStep,
    [Description("When that step is due; null while it is under way or held.")] DateTimeOffset? NextStepAt,
    [Description("Since when; null while its run is being made.")] DateTimeOffset? EnrolledAt,
    [Description("When it was taken out.")] DateTimeOffset? ExitedAt,
    [Description("What became of each step's message.")] IReadOnlyList<MessageReply> Steps)
{
    /// <summary>The contact as it is answered.</summary>
    public static SequenceContactHistoryReply Of(EnrolledContact contact, IReadOnlyList<NotedEntry?> history)
    {
        var reply = SequenceContactReply.Of(contact);
        return new SequenceContactHistoryReply(
            reply.ContactId,
            reply.RunId,
            reply.Version,
            reply.Status,
            reply.CurrentStep,
            reply.NextStepAt,
            reply.EnrolledAt,
            reply.ExitedAt,
            [.. history.Select((noted, step) => MessageReply.Of(step, noted))]);
    }
}

/// <summary>One step's message to one contact, on the wire.</summary>
internal sealed record MessageReply(
    [Description("The step, from 0.")] int Step,
    [Description("pending, sent, failed, suppressed or unknown; null when the contact has not come to the step.")] string? Status,
    [Description("Why, as a code; null when it was sent.")] string? Reason,
    [Description("How often it was handed to the provider.")] int Attempts,
    [Description("When a temporary failure is tried again.")] DateTimeOffset? RetryAt,
    [Description("The name the provider gave it.")] string? ProviderMessageId,
    [Description("When that was noted.")] DateTimeOffset? At,
    [Description("What a person should know, such as variables that had no value.")] IReadOnlyList<string> Warnings)
{
    /// <summary>The message as it is answered.</summary>
    public static MessageReply Of(int step, NotedEntry? noted) => new(
        step,
        noted?.Entry.Status.ToString().ToLowerInvariant(),
        noted?.Entry.Reason,
        noted?.Entry.Attempts ?? 0,
        noted?.Entry.RetryAt,
        noted?.Entry.ProviderMessageId,
        noted?.At,
        noted?.Entry.Warnings?.Split('\n') ?? []);
}
