using System.ComponentModel;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Contacts.Segments;
using Cadenza.Functions.Platform.Http.OpenApi.Declarations;

namespace Cadenza.Functions.Sequences.Http;

/// <summary>A page of sequences on the wire.</summary>
internal sealed record SequenceListReply(IReadOnlyList<SequenceItemReply> Data, string? NextCursor);

/// <summary>A sequence in a list: as by itself, without the progress, which is added up for one sequence at a time.</summary>
internal sealed record SequenceItemReply(
    string Id,
    string Name,
    string OrgId,
    string? CustomId,
    [WrittenLike(typeof(FilterBody), nameof(FilterBody.Read))] ContactsFilter? Filter,
    [WrittenLike(typeof(DefinitionBody), nameof(DefinitionBody.Steps)), Description("What is done, in this order.")] IReadOnlyList<SequenceStep> Steps,
    [Description("Whether contacts that come to match later are enrolled too.")] bool IsContinuous,
    [Description("hold or resend: what becomes of a message of which nobody can tell whether it was sent.")] string OnUnknown,
    [Description("pending, active, paused, complete or canceled.")] string Status,
    [Description("The version of filter and steps: edits of them count it up.")] int Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    [Description("When it was started.")] DateTimeOffset? StartedAt,
    [Description("When it was canceled.")] DateTimeOffset? CanceledAt,
    [Description("When it became complete or was canceled.")] DateTimeOffset? EndedAt)
{
    /// <summary>The sequence as it is answered.</summary>
    public static SequenceItemReply Of(Sequence sequence, SequenceDefinition definition) => new(
        sequence.Id.ToString(),
        sequence.Name,
        sequence.Organization.ToString(),
        sequence.CustomId,
        definition.Filter,
        definition.Steps,
        sequence.IsContinuous,
        sequence.OnUnknown.ToString().ToLowerInvariant(),
        sequence.Status.ToString().ToLowerInvariant(),
        sequence.Version,
        sequence.CreatedAt,
        sequence.UpdatedAt,
        sequence.StartedAt,
        sequence.CanceledAt,
        sequence.EndedAt);
}
