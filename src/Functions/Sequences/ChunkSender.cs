using Cadenza.Domain.Delivery;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Contacts;
using Cadenza.Functions.Delivery;
using Cadenza.Functions.Storage;

namespace Cadenza.Functions.Sequences;

/// <summary>Everything one run over a chunk starts from.</summary>
internal sealed record ChunkWork(Sequence Sequence, SequencePlan Plan, ChunkToSend Chunk)
{
    /// <summary>What the step sends.</summary>
    public StepTemplate Template => Plan.Templates[Chunk.Step];
}

/// <summary>
/// Sends one step to one chunk of a cohort: at most 100 contacts, about five storage operations. Running it twice sends
/// nothing twice (ledger), and running it after a crash finishes what was begun.
/// </summary>
internal sealed class ChunkSender(CohortStore cohorts, ContactStore contacts, SequenceWatch watch, ShardRuns runs, UnsubscribeLinks links)
{
    /// <summary>Runs over the chunk and tells what is known of it now.</summary>
    public async Task<ChunkOutcome> SendAsync(ChunkWork work, CancellationToken cancellation)
    {
        var organization = work.Sequence.Organization;
        var enrolled = await cohorts.GetChunkAsync(organization, work.Chunk.Cohort, work.Chunk.Chunk, cancellation);
        var outcomes = new List<ShardOutcome>();
        foreach (var shard in enrolled.GroupBy(contact => contact.Shard))
        {
            var ids = shard.ToList();
            var people = await contacts.GetManyAsync(organization, shard.Key, ids, cancellation);
            var scope = new LedgerScope(organization, work.Sequence.Id, work.Chunk.Version, work.Chunk.Step, shard.Key);
            outcomes.Add(await runs.Create(work.Template.Channel).RunAsync(
                scope, new StepMessages(scope, work.Template, links), ids.ToDictionary(id => id, people.GetValueOrDefault), work.Chunk.IsRepeat, MayGoOnAsync, cancellation));
        }

        return new ChunkOutcome(
            work.Chunk.Step,
            work.Chunk.Chunk,
            outcomes.TrueForAll(outcome => outcome.IsComplete),
            outcomes.Min(outcome => outcome.RetryAt),
            outcomes.Aggregate(default(DeliveryCounts), (sum, outcome) => sum + outcome.Counts));

        Task<bool> MayGoOnAsync(CancellationToken token) => watch.IsOpenAsync(work.Sequence, token);
    }
}

/// <summary>Makes runs.</summary>
internal sealed class ShardRuns(LedgerStore ledger, Deliveries deliveries, RetrySchedule retries, TimeProvider clock)
{
    /// <summary>A run over messages of one channel; it is used once.</summary>
    public ShardRun Create(Channel channel) => new(ledger, deliveries.For(channel), retries, clock);
}
