using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Functions.Sequences.Sending;
using Cadenza.Functions.Sequences.Storage;
using Cadenza.Functions.Timing;

namespace Cadenza.Functions.Sequences.Enrolling;

/// <summary>Hands contacts over to a continuous sequence's driver: due entry first, batch second, ring third.</summary>
internal sealed class Newcomers(
    NewcomerStore newcomers, CohortMaker maker, CohortStore cohorts, DueIndex<SequenceDueKey> due, CohortWakeUps wakeUps, TimeProvider clock)
{
    /// <summary>Hands over contacts who may join others; the driver is rung a little later, so that others can come along.</summary>
    public async Task JoinAsync(Sequence sequence, IReadOnlyList<ContactId> contacts, CancellationToken cancellation)
    {
        await StoreAsync(sequence, run: null, contacts, isReenrollment: false, cancellation);
        await wakeUps.RequestSequenceAsync(KeyOf(sequence), cancellation);
    }

    /// <summary>
    /// Hands over contacts who make a run of their own, claims them for it so that nobody else can enroll them first, and rings
    /// the driver.
    /// </summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="run">The run's id.</param>
    /// <param name="contacts">1 to 500 contacts, each once.</param>
    /// <param name="isReenrollment">Whether those of them who were in the sequence come back.</param>
    /// <param name="ring">Rings the driver.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>Those who are in the run.</returns>
    public async Task<IReadOnlySet<ContactId>> RunAsync(
        Sequence sequence, Guid run, IReadOnlyList<ContactId> contacts, bool isReenrollment, SequenceRing ring, CancellationToken cancellation)
    {
        await StoreAsync(sequence, run, contacts, isReenrollment, cancellation);
        await cohorts.NoteRunAsync(new CohortRun(run, sequence.Organization.ToString(), sequence.Id.ToString(), Ordinal: null), cancellation);
        var (_, claimed) = await maker.ReserveAsync(sequence, run, contacts, after: null, cancellation);
        await ring(KeyOf(sequence), cancellation);
        return claimed.Chunks.SelectMany(chunk => chunk).ToHashSet();
    }

    private async Task StoreAsync(
        Sequence sequence, Guid? run, IReadOnlyList<ContactId> contacts, bool isReenrollment, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var batch = new NewcomerBatch(run ?? Guid.CreateVersion7(now), run, contacts, now) { IsReenrollment = isReenrollment };
        await due.PutAsync(new Due<SequenceDueKey>(now, new(sequence.Organization.ToString(), sequence.Id.ToString(), Ordinal: null)), cancellation);
        await newcomers.AddAsync(sequence.Organization, sequence.Id, batch, cancellation);
    }

    private static SequenceKey KeyOf(Sequence sequence) => new(sequence.Organization.ToString(), sequence.Id.ToString());
}

/// <summary>Wakes a sequence's driver, at once or soon.</summary>
internal delegate Task SequenceRing(SequenceKey sequence, CancellationToken cancellation);
