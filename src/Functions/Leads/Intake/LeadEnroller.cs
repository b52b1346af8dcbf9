using Cadenza.Domain.Leads;
using Cadenza.Domain.Workflows;
using Cadenza.Functions.Leads.Storage;

namespace Cadenza.Functions.Leads.Intake;

/// <summary>Puts new leads into batches, a transaction each, several at once, and has the batches woken.</summary>
internal sealed class LeadEnroller(LeadStore leads, LeadBatchSaving batches, LeadWakeUps wakeUps, TimeProvider clock)
{
    private const int WritesAtOnce = 4;

    /// <summary>Enrolls people; those who are enrolled meanwhile by somebody else are left out.</summary>
    /// <param name="workflow">The workflow.</param>
    /// <param name="people">The people, read as they are enrolled.</param>
    /// <param name="count">How many they are at most.</param>
    /// <param name="import">The id of the import.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>How many were enrolled.</returns>
    public async Task<int> EnrollAsync(Workflow workflow, IAsyncEnumerable<NewLead> people, int count, Guid import, CancellationToken cancellation)
    {
        if (count == 0) return 0;
        if (count < LeadBatch.MaxSize && await AppendAsync(workflow, people, count, import, cancellation) is { } appended) return appended;
        var from = await leads.ReserveAsync(workflow.Organization, workflow.Id, (count + LeadBatch.MaxSize - 1) / LeadBatch.MaxSize, cancellation);
        var (ordinal, enrolled, open) = (from, 0, new Queue<Task<int>>());
        await foreach (var part in InBatchesAsync(people, cancellation))
        {
            var place = ordinal++;
            // Task.Run: writing a batch is work for the processor too, and storage may answer without waiting.
            open.Enqueue(Task.Run(() => AddAsync(workflow, place, part, import, cancellation), cancellation));
            if (open.Count >= WritesAtOnce) enrolled += await open.Dequeue();
        }

        enrolled += (await Task.WhenAll(open)).Sum();
        await wakeUps.RequestAsync(workflow, from, ordinal - from, cancellation);
        return enrolled;
    }

    // A few leads go into the last batch while there is room, so that batches do not become as many as requests.
    private async Task<int?> AppendAsync(Workflow workflow, IAsyncEnumerable<NewLead> people, int count, Guid import, CancellationToken cancellation)
    {
        var last = await leads.ReservedAsync(workflow.Organization, workflow.Id, cancellation) - 1;
        if (last < 0 || await leads.GetAsync(workflow.Organization, workflow.Id, last, cancellation) is not { } found || found.Batch.Leads.Count + count > LeadBatch.MaxSize) return null;
        var wanted = new List<NewLead>(count);
        await foreach (var person in people.WithCancellation(cancellation)) wanted.Add(person);
        var added = await OptimisticWrite.RunAsync<int?>(async () =>
        {
            if (await leads.GetAsync(workflow.Organization, workflow.Id, last, cancellation) is not { } read) return null;
            var taken = await leads.EnrolledAsync(workflow.Organization, workflow.Id, wanted.Select(person => person.Phone), cancellation);
            var people = wanted.Where(person => !taken.ContainsKey(person.Phone)).ToList();
            if (read.Batch.Leads.Count + people.Count > LeadBatch.MaxSize) return null;
            if (people.Count == 0) return 0;
            var batch = read.Batch with { Leads = [.. read.Batch.Leads, .. LeadsOf(workflow, last, read.Batch.Leads.Count, people)] };
            var at = LeadBatchSaving.DueEntryFor(workflow, batch);
            if (at is { } next && next != read.DueEntryAt) await batches.NoteAsync(workflow.Organization, workflow.Id, last, next, cancellation);
            await leads.UpdateAsync(workflow.Organization, workflow.Id, read, new BatchWrite(batch, [], at ?? read.DueEntryAt, import), cancellation);
            return people.Count;
        });
        if (added is not null) await wakeUps.RequestAsync(workflow, last, 1, cancellation);
        return added;
    }

    private async Task<int> AddAsync(Workflow workflow, int ordinal, List<NewLead> people, Guid import, CancellationToken cancellation)
    {
        var (organization, id) = (workflow.Organization, workflow.Id);
        while (people.Count > 0)
        {
            var batch = new LeadBatch(ordinal, [.. LeadsOf(workflow, ordinal, 0, people)], 0);
            var at = LeadBatchSaving.DueEntryFor(workflow, batch);
            if (at is { } next) await batches.NoteAsync(organization, id, ordinal, next, cancellation);
            if (await leads.AddAsync(organization, id, batch, import, at, cancellation)) return people.Count;
            var taken = await leads.EnrolledAsync(organization, id, people.Select(person => person.Phone), cancellation);
            // A conflict with nobody is one with the batch itself: an earlier attempt stored it.
            if (taken.Count == 0) throw new InvalidDataException($"Batch {ordinal} of workflow {id} is taken.");
            people = [.. people.Where(person => !taken.ContainsKey(person.Phone))];
        }

        return 0;
    }

    private IEnumerable<Lead> LeadsOf(Workflow workflow, int ordinal, int from, List<NewLead> people)
    {
        var now = clock.GetUtcNow();
        var due = workflow.Clock.Now(now);
        return people.Select((person, index) =>
            new Lead(LeadId.Of(now, ordinal, from + index, person.Phone), person.Phone, person.Variables, now) { DueAt = due });
    }

    private static async IAsyncEnumerable<List<NewLead>> InBatchesAsync(
        IAsyncEnumerable<NewLead> people, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var part = new List<NewLead>(LeadBatch.MaxSize);
        await foreach (var person in people.WithCancellation(cancellation))
        {
            part.Add(person);
            if (part.Count < LeadBatch.MaxSize) continue;
            yield return part;
            part = new List<NewLead>(LeadBatch.MaxSize);
        }

        if (part.Count > 0) yield return part;
    }
}
