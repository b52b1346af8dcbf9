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

    /// <summary>Whether the contacts have nothing more to come after it.</summary>
    public bool IsLastStep => Chunk.Step == Plan.Definition.Steps.Count - 1;
}

/// <summary>
/// Sends one step to one chunk of a cohort: at most 100 contacts, about four storage operations. Running it twice sends
/// nothing twice (ledger), and running it after a crash finishes what was begun.
/// </summary>
internal sealed class ChunkSender(
    EnrollmentStore enrollments, ContactStore contacts, SequenceWatch watch, ShardRuns runs, UnsubscribeLinks links, Completions completions)
{
    /// <summary>Runs over the chunk and tells what is known of it now.</summary>
    public async Task<ChunkOutcome> SendAsync(ChunkWork work, CancellationToken cancellation)
    {
        var recipients = new ChunkRecipients(enrollments, contacts, work, watch);
        var enrolled = await recipients.EnrolledAsync(cancellation);
        var outcomes = new List<ShardOutcome>();
        foreach (var shard in enrolled.GroupBy(contact => contact.Shard))
        {
            var scope = new LedgerScope(work.Sequence.Organization, work.Sequence.Id, work.Chunk.Version, work.Chunk.Step, shard.Key)
                .Of(work.Chunk.Cohort, work.Chunk.IsReenrollment);
            outcomes.Add(await runs.Create(work.Template.Channel).RunAsync(
                scope, new StepMessages(scope, work.Template, links), shard, recipients.NowAsync, work.Chunk.IsRepeat, MayGoOnAsync, cancellation));
        }

        var outcome = new ChunkOutcome(
            work.Chunk.Step,
            work.Chunk.Chunk,
            outcomes.TrueForAll(shard => shard.IsComplete),
            outcomes.Min(shard => shard.RetryAt),
            outcomes.Aggregate(default(DeliveryCounts), (sum, shard) => sum + shard.Counts));
        if (outcome.IsComplete && work.IsLastStep)
        {
            await completions.TellAsync(work.Sequence, work.Chunk.Cohort, recipients.Staying(), cancellation);
        }

        return outcome;

        Task<bool> MayGoOnAsync(CancellationToken token) => watch.IsOpenAsync(work.Sequence, work.Chunk.Cohort, token);
    }
}

/// <summary>Makes runs.</summary>
internal sealed class ShardRuns(LedgerStore ledger, Deliveries deliveries, RetrySchedule retries, TimeProvider clock)
{
    /// <summary>A run over messages of one channel; it is used once.</summary>
    public ShardRun Create(Channel channel) => new(ledger, deliveries.For(channel), retries, clock);
}
