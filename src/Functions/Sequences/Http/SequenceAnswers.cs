using Cadenza.Functions.Contacts;
using Cadenza.Functions.Platform.Http.Problems;
using Cadenza.Functions.Platform.Http.Replies;
using Cadenza.Functions.Sequences.Storage;
using Microsoft.AspNetCore.Http;

namespace Cadenza.Functions.Sequences.Http;

/// <summary>The answers that the functions of this folder give alike.</summary>
internal sealed class SequenceAnswers(SequenceViews views)
{
    /// <summary>200 with the sequence.</summary>
    public async Task<IResult> OkAsync(StoredSequence stored, CancellationToken cancellation) =>
        Reply.Ok(await ReplyAsync(stored, cancellation), SequencesJson.Default.SequenceReply, EntityTag.Of(stored.Version));

    /// <summary>201 with the sequence.</summary>
    public async Task<IResult> CreatedAsync(StoredSequence stored, CancellationToken cancellation) => Reply.Created(
        $"/sequences/{stored.Sequence.Id}",
        await ReplyAsync(stored, cancellation),
        SequencesJson.Default.SequenceReply,
        EntityTag.Of(stored.Version));

    /// <summary>The answer 404: there is none with this id.</summary>
    public static Problem NotFound(string id) => Problem.NotFound("sequence", id);

    /// <summary>409: another sequence of the organization has the custom id.</summary>
    public static Problem CustomIdTaken() => Problem.Conflict("custom_id_taken", "Another sequence has this custom_id.") with
    {
        Errors = new Dictionary<string, string[]> { ["/custom_id"] = ["is taken by another sequence"] },
    };

    /// <summary>409: steps need a link to unsubscribe that cannot be made.</summary>
    public static Problem NoUnsubscribeUrl(IReadOnlyList<int> steps) => Problem.Conflict(
        "no_unsubscribe_url",
        $"Marketing texts say {{{{unsubscribe_url}}}}, and it is not known where the app is reached: set {PublicAddressOptions.Key} to its address.") with
    {
        Errors = steps.ToDictionary(step => $"/steps/{step}/action/data", _ => new[] { $"needs {{{{unsubscribe_url}}}}: set {PublicAddressOptions.Key}" }),
    };

    private async Task<SequenceReply> ReplyAsync(StoredSequence stored, CancellationToken cancellation)
    {
        var view = await views.GetAsync(stored, cancellation);
        return SequenceReply.Of(stored.Sequence, view.Definition, view.Summary);
    }
}
