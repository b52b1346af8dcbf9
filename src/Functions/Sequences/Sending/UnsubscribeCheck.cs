using Cadenza.Domain.Sequences;
using Cadenza.Functions.Contacts;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Sequences.Sending;

/// <summary>
/// Whether a sequence's marketing texts can say how to unsubscribe. One that cannot is not started: its mails would go out with
/// a link to nowhere.
/// </summary>
internal sealed class UnsubscribeCheck(CompiledSequences plans, UnsubscribeLinks links)
{
    /// <summary>The steps, from 0, of the current version that need a link that cannot be made.</summary>
    public async Task<IReadOnlyList<int>> FaultsAsync(Sequence sequence, CancellationToken cancellation) => links.AreKnown
        ? []
        : Faults((await plans.GetAsync(sequence.Organization, sequence.Id, sequence.Version, cancellation)).Templates);

    /// <summary>The steps, from 0, of a new version that need one.</summary>
    public IReadOnlyList<int> Faults(SequenceDefinition definition) =>
        links.AreKnown ? [] : Faults([.. definition.Steps.Select(step => StepTemplate.Compile(step.Action))]);

    private static List<int> Faults(IReadOnlyList<StepTemplate> steps) =>
        [.. Enumerable.Range(0, steps.Count).Where(step => steps[step].NeedsUnsubscribeUrl)];
}
