using System.ComponentModel;
using Cadenza.Domain.Values;

namespace Cadenza.Functions.Sequences.Http;

/// <summary>A page of a contact's sequences on the wire.</summary>
internal sealed record ContactSequenceListReply(
    [Description("The sequences of this page.")] IReadOnlyList<ContactSequenceReply> Data,
    string? NextCursor);

/// <summary>Where a contact stands in one sequence, on the wire.</summary>
internal sealed record ContactSequenceReply(
    [Description("The sequence.")] string SequenceId,
    [Description("Its name.")] string SequenceName,
    [Description("The run that the contact is in.")] string RunId,
    [Description("The version of filter and steps it entered with.")] int Version,
    [Description("active, paused, complete, canceled or exited.")] string Status,
    [Description("The step that is next or under way, from 0; null when there is none.")] int? CurrentStep,
    [Description("When that step is due; null while it is under way or held.")] DateTimeOffset? NextStepAt,
    [Description("Since when; null while its run is being made.")] DateTimeOffset? EnrolledAt,
    [Description("When it was taken out.")] DateTimeOffset? ExitedAt)
{
    /// <summary>The sequence as it is answered.</summary>
    public static ContactSequenceReply Of(ContactSequence found) => new(
        found.Sequence.Id.ToString(),
        found.Sequence.Name,
        found.Place.Run.ToString("D"),
        found.Place.Version,
        found.Place.Status,
        found.Place.Step,
        found.Place.DueAt,
        found.Place.EnrolledAt,
        found.Place.ExitedAt);
}

/// <summary>A page of a contact's messages on the wire.</summary>
internal sealed record ContactMessageListReply(
    [Description("The messages of this page.")] IReadOnlyList<ContactMessageReply> Data,
    string? NextCursor);

/// <summary>One message to a contact, on the wire.</summary>
internal sealed record ContactMessageReply(
    [Description("The sequence that it is of.")] string SequenceId,
    [Description("The run that the contact is in.")] string RunId,
    [Description("The step, from 0.")] int Step,
    [Description("email, sms, whatsapp or call.")] string Channel,
    [Description("pending, sent, failed, suppressed or unknown.")] string Status,
    [Description("Why, as a code; null when it was sent.")] string? Reason,
    [Description("How often it was handed to the provider; 0 for the next one, which was not yet.")] int Attempts,
    [Description("When a temporary failure is tried again, or a message that was never tried is due; null when nobody can say.")] DateTimeOffset? RetryAt,
    [Description("The name the provider gave it.")] string? ProviderMessageId,
    [Description("When that was noted.")] DateTimeOffset At)
{
    /// <summary>The message as it is answered.</summary>
    public static ContactMessageReply Of(SequenceMessage message)
    {
        var entry = message.Noted.Entry;
        return new(
            message.Sequence.Id.ToString(),
            message.Place.Run.ToString("D"),
            message.Step,
            message.Channel.Name(),
            entry.Status.ToString().ToLowerInvariant(),
            entry.Reason,
            entry.Attempts,
            entry.RetryAt,
            entry.ProviderMessageId,
            message.Noted.At);
    }
}
