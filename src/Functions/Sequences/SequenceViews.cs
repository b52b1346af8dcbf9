using Cadenza.Domain.Sequences;
using Cadenza.Functions.Sequences.Storage;

namespace Cadenza.Functions.Sequences;

/// <summary>A sequence with everything an answer shows of it.</summary>
internal sealed record SequenceView(StoredSequence Stored, SequenceDefinition Definition, SequenceSummary Summary);

/// <summary>Puts together what is shown of a sequence.</summary>
internal sealed class SequenceViews(CompiledSequences plans, SequenceStore sequences, CohortStore cohorts)
{
    /// <summary>The sequence with its current definition and the sums over its cohorts.</summary>
    public async Task<SequenceView> GetAsync(StoredSequence stored, CancellationToken cancellation)
    {
        var sequence = stored.Sequence;
        var plan = await plans.GetAsync(sequence.Organization, sequence.Id, sequence.Version, cancellation);
        if (sequence.StartedAt is null) return new SequenceView(stored, plan.Definition, Nothing(plan.Definition));
        var (progress, _) = await sequences.GetProgressAsync(sequence.Organization, sequence.Id, cancellation);
        var all = new List<Cohort>(progress.Cohorts);
        await foreach (var cohort in cohorts.ListAsync(sequence.Organization, sequence.Id, cancellation: cancellation)) all.Add(cohort.Cohort);
        return new SequenceView(stored, plan.Definition, SequenceSummary.Of(all, plan.Definition.Steps.Count, progress.Reading.AtEnd));
    }

    private static SequenceSummary Nothing(SequenceDefinition definition) => SequenceSummary.Of([], definition.Steps.Count, isEnrolled: false);
}
