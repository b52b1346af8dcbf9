using System.Text.Json;
using Azure.Storage.Queues;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Platform.Queues;
using Cadenza.Functions.Sequences.Storage;
using Cadenza.Functions.Timing;

namespace Cadenza.Functions.Sequences.Sending;

/// <summary>
/// A message of the queue <see cref="CohortWakeUps.QueueName"/>: wake the cohorts of these ordinals, or the sequence itself
/// when they are none.
/// </summary>
internal sealed record CohortWakeUp(string Organization, string Sequence, int From, int Count);

/// <summary>
/// Has all cohorts of a sequence woken. Thousands of rings go through a queue, so that none is lost when a process ends and
/// no request waits for them.
/// </summary>
internal sealed class CohortWakeUps(QueueServiceClient queues, CohortStore cohorts, DueStore due, TimeProvider clock, SequenceOptions options)
{
    /// <summary>The name of the queue.</summary>
    public const string QueueName = "doorbells";

    private const int CohortsPerMessage = 200;
    private readonly QueueClient _queue = queues.GetQueueClient(QueueName);

    /// <summary>The current time.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Asks for all cohorts to be woken. Asking twice wakes them twice, which does no harm.</summary>
    public async Task RequestAsync(SequenceKey key, int cohortCount, CancellationToken cancellation)
    {
        for (var from = 0; from < cohortCount; from += CohortsPerMessage)
        {
            var message = new CohortWakeUp(key.Organization, key.Sequence, from, Math.Min(CohortsPerMessage, cohortCount - from));
            await _queue.SendMessageAsync(QueuedTrace.Write(message), cancellation);
        }
    }

    /// <summary>Asks for the sequence to be woken once newcomers have gathered.</summary>
    public Task RequestSequenceAsync(SequenceKey key, CancellationToken cancellation) => _queue.SendMessageAsync(
        JsonSerializer.Serialize(new CohortWakeUp(key.Organization, key.Sequence, 0, 0)), options.GatherDelay, cancellationToken: cancellation);

    /// <summary>Forgets the due entry of a change that has been attended to.</summary>
    public Task SettleAsync(SequenceKey key, DateTimeOffset since, CancellationToken cancellation) =>
        due.RemoveAsync(new DueEntry(since, key.Organization, key.Sequence, Ordinal: null), cancellation);

    /// <summary>Whether any cohort still has something to do.</summary>
    public Task<bool> AnyOpenAsync(Sequence sequence, CancellationToken cancellation) =>
        cohorts.AnyOpenAsync(sequence.Organization, sequence.Id, cancellation);

    /// <summary>Carries one message out.</summary>
    public async Task WakeAsync(CohortWakeUp message, Doorbells doorbells, CancellationToken cancellation)
    {
        var organization = Domain.Organizations.OrganizationId.Parse(message.Organization);
        var sequence = SequenceId.Parse(message.Sequence);
        if (message.Count == 0)
        {
            await doorbells.RingSequenceAsync(new SequenceKey(message.Organization, message.Sequence), cancellation);
            return;
        }

        await foreach (var stored in cohorts.ListAsync(organization, sequence, message.From, cancellation))
        {
            if (stored.Cohort.Ordinal >= message.From + message.Count) return;
            if (stored.Cohort.Phase == CohortPhase.Done) continue;
            await doorbells.RingCohortAsync(new CohortKey(message.Organization, message.Sequence, stored.Cohort.Ordinal), cancellation);
        }
    }
}
