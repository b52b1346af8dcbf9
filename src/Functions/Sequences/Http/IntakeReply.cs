using System.ComponentModel;
using Cadenza.Functions.Sequences.Enrolling;

namespace Cadenza.Functions.Sequences.Http;

/// <summary>What became of contacts added to a sequence, on the wire (B6).</summary>
internal sealed record IntakeReply(
    [Description("The run of those enrolled, for pause, resume and cancel; null when nobody is.")] string? RunId,
    [Description("How many are enrolled.")] int Enrolled,
    [Description("The others, in the order they were given.")] IReadOnlyList<NotEnrolledReply> NotEnrolled)
{
    /// <summary>The result as it is answered.</summary>
    public static IntakeReply Of(Intake intake) => new(
        intake.Run?.ToString("D"),
        intake.Results.Count(result => result.Reason is null),
        [
            .. intake.Results
                .Select((result, index) => (result, index))
                .Where(item => item.result.Reason is not null)
                .Select(item => new NotEnrolledReply(item.index, item.result.Contact?.ToString(), item.result.Reason!)),
        ]);
}

/// <summary>A contact that is not enrolled.</summary>
internal sealed record NotEnrolledReply(
    [Description("The contact's place in the request, from 0.")] int Index,
    [Description("The contact; null when there is none.")] string? ContactId,
    [Description("unknown_contact, outside_filter, already_enrolled, still_enrolled or named_twice.")] string Reason);
