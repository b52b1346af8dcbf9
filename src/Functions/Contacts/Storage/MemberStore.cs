using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;
using Cadenza.Domain.Values;

namespace Cadenza.Functions.Contacts.Storage;

/// <summary>A set of contacts of one organization: the members of a static segment, or those a sequence has enrolled.</summary>
/// <param name="Name">Its name in the keys, which holds no <c>|</c>.</param>
/// <param name="IsCounted">Whether the number of members is kept beside them, in the transactions that change it.</param>
internal readonly record struct MemberSet(string Name, bool IsCounted)
{
    /// <summary>The members of a static segment; counted.</summary>
    public static MemberSet OfSegment(SegmentId segment) => new($"seg:{segment}", IsCounted: true);

    /// <summary>Those that a sequence has enrolled; not counted, since cohorts count them.</summary>
    public static MemberSet OfSequence(SequenceId sequence) => new($"seq:{sequence}", IsCounted: false);
}

/// <summary>That a contact is in a set.</summary>
/// <param name="Contact">The contact that is in the set.</param>
/// <param name="Cohort">With which cohort a sequence enrolled the contact; null in segments.</param>
/// <param name="Chunk">In which chunk of the cohort; null in segments.</param>
internal sealed record Member(ContactId Contact, string? Cohort = null, int? Chunk = null);

/// <summary>
/// Sets of contacts (B2, B7, B11). Table <c>members</c>, partition <c>organization|set|shard</c>, row: the contact's id, so
/// that a set has the order of the contacts of a shard and the two can be read side by side. Row <c>n</c>, behind all ids,
/// holds the number of members in the shard where the set is counted.
/// </summary>
internal sealed class MemberStore(StorageTables tables)
{
    /// <summary>The most members of one transaction; one row less than it takes, for the count.</summary>
    public const int Batch = 99;

    private const string CountKey = "n";
    private const string CountColumn = "Members";
    private const int MaxRaces = 50;
    private const int MaxPointReads = 16;

    /// <summary>
    /// Adds those members who are not in the set yet, in transactions of up to a hundred rows a shard. Safe to repeat after a
    /// crash: whoever was added before is answered as there, with the row as it was written.
    /// </summary>
    /// <returns>The members that were there before, by contact; all others were added by this call.</returns>
    public async Task<IReadOnlyDictionary<ContactId, Member>> AddAsync(
        OrganizationId organization, MemberSet set, IEnumerable<Member> members, CancellationToken cancellation)
    {
        var present = new Dictionary<ContactId, Member>();
        foreach (var shard in members.DistinctBy(member => member.Contact).GroupBy(member => member.Contact.Shard))
        {
            foreach (var batch in shard.OrderBy(member => member.Contact).Chunk(set.IsCounted ? Batch : Batch + 1))
            {
                await AddBatchAsync(organization, set, shard.Key, batch, present, cancellation);
            }
        }

        return present;
    }

    /// <summary>Removes contacts from the set.</summary>
    /// <returns>How many of them were in it.</returns>
    public async Task<int> RemoveAsync(OrganizationId organization, MemberSet set, IEnumerable<ContactId> contacts, CancellationToken cancellation)
    {
        var removed = 0;
        foreach (var shard in contacts.Distinct().GroupBy(contact => contact.Shard))
        {
            foreach (var batch in shard.Order().Chunk(Batch))
            {
                removed += await RemoveBatchAsync(organization, set, shard.Key, batch, cancellation);
            }
        }

        return removed;
    }

    /// <summary>The contact's place in the set, or null.</summary>
    public async Task<Member?> GetAsync(OrganizationId organization, MemberSet set, ContactId contact, CancellationToken cancellation)
    {
        var row = await tables.Members.GetEntityIfExistsAsync<TableEntity>(
            Partition(organization, set, contact.Shard), contact.ToString(), cancellationToken: cancellation);
        return row.HasValue ? FromRow(row.Value!) : null;
    }

    /// <summary>The members in one shard, in the order of their ids, read page by page as they are enumerated.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="set">The set.</param>
    /// <param name="shard">The shard of contacts.</param>
    /// <param name="after">Only those behind this one; null for all.</param>
    /// <param name="upTo">Only those up to this one, included; null for all.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async IAsyncEnumerable<Member> ReadShardAsync(
        OrganizationId organization,
        MemberSet set,
        int shard,
        ContactId? after = null,
        ContactId? upTo = null,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var filter = Range(Partition(organization, set, shard), after?.ToString() ?? "", upTo);
        await foreach (var row in tables.Members.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            yield return FromRow(row);
        }
    }

    /// <summary>How many members a counted set has: a point read a shard.</summary>
    public async Task<int> CountAsync(OrganizationId organization, MemberSet set, CancellationToken cancellation)
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, ContactShards.Count)
            .Select(shard => ReadCountAsync(Partition(organization, set, shard), cancellation)));
        return counts.Sum(count => count.Members);
    }

    /// <summary>Removes what is left of a counted set whose members are gone: its counts.</summary>
    public async Task RemoveCountsAsync(OrganizationId organization, MemberSet set, CancellationToken cancellation)
    {
        for (var shard = 0; shard < ContactShards.Count; shard++)
        {
            // Nothing to lose: the set is being deleted, so what its count says no longer matters.
            await tables.Members.DropAsync(Partition(organization, set, shard), CountKey, cancellation);
        }
    }

    private async Task AddBatchAsync(
        OrganizationId organization, MemberSet set, int shard, Member[] batch, Dictionary<ContactId, Member> present, CancellationToken cancellation)
    {
        var partition = Partition(organization, set, shard);
        var open = batch;
        for (var race = 1; open.Length > 0; race++)
        {
            List<TableTransactionAction> actions = [.. open.Select(member => StorageErrors.Add(ToRow(partition, member)))];
            if (set.IsCounted) actions.Add(await CountAsync(partition, open.Length, cancellation));
            try
            {
                await tables.Members.SubmitTransactionAsync(actions, cancellation);
                return;
            }
            catch (RequestFailedException error) when ((error.IsConflict() || error.IsStale()) && race < MaxRaces)
            {
                // Some are there already, or the count changed meanwhile: the transaction is made again without those.
                foreach (var member in await FindAsync(partition, Array.ConvertAll(open, wanted => wanted.Contact), cancellation)) present[member.Contact] = member;
                open = [.. open.Where(member => !present.ContainsKey(member.Contact))];
            }
        }
    }

    private Task<int> RemoveBatchAsync(
        OrganizationId organization, MemberSet set, int shard, ContactId[] batch, CancellationToken cancellation) =>
        OptimisticWrite.RunAsync(async () =>
        {
            var partition = Partition(organization, set, shard);
            var rows = await FindAsync(partition, batch, cancellation);
            if (rows.Count == 0) return 0;
            // ETag.All: a row says that the contact is a member, and is removed whichever call wrote it.
            List<TableTransactionAction> actions =
                [.. rows.Select(member => new TableTransactionAction(TableTransactionActionType.Delete, ToRow(partition, member), ETag.All))];
            if (set.IsCounted) actions.Add(await CountAsync(partition, -rows.Count, cancellation));
            await tables.Members.SubmitTransactionAsync(actions, cancellation);
            return rows.Count;
        });

    private async Task<TableTransactionAction> CountAsync(string partition, int change, CancellationToken cancellation)
    {
        var (members, version) = await ReadCountAsync(partition, cancellation);
        var row = new TableEntity(partition, CountKey)
        {
            [RowKey.SchemaColumn] = RowKey.Schema,
            [CountColumn] = members + change,
        };
        return version is { } known ? StorageErrors.Replace(row, known) : StorageErrors.Add(row);
    }

    private async Task<(int Members, ETag? Version)> ReadCountAsync(string partition, CancellationToken cancellation)
    {
        var row = await tables.Members.GetEntityIfExistsAsync<TableEntity>(partition, CountKey, cancellationToken: cancellation);
        return row.HasValue ? (row.Value!.Number(CountColumn), row.Value!.ETag) : (0, null);
    }

    // Point reads for a few; for more one range, since those who come together lie close together.
    private async Task<List<Member>> FindAsync(string partition, ContactId[] sorted, CancellationToken cancellation)
    {
        if (sorted.Length <= MaxPointReads)
        {
            var rows = await Task.WhenAll(sorted.Select(contact =>
                tables.Members.GetEntityIfExistsAsync<TableEntity>(partition, contact.ToString(), cancellationToken: cancellation)));
            return [.. rows.Where(row => row.HasValue).Select(row => FromRow(row.Value!))];
        }

        var wanted = sorted.ToHashSet();
        var found = new List<Member>();
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey ge {sorted[0].ToString()} and RowKey le {sorted[^1].ToString()}");
        await foreach (var row in tables.Members.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            if (FromRow(row) is var member && wanted.Contains(member.Contact)) found.Add(member);
        }

        return found;
    }

    private static string Range(string partition, string after, ContactId? upTo) => upTo is { } last
        ? TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {after} and RowKey le {last.ToString()}")
        : TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {after} and RowKey lt {CountKey}");

    private static TableEntity ToRow(string partition, Member member)
    {
        var row = new TableEntity(partition, member.Contact.ToString()) { [RowKey.SchemaColumn] = RowKey.Schema };
        row.Put("Cohort", member.Cohort);
        row.Put("Chunk", member.Chunk);
        return row;
    }

    private static Member FromRow(TableEntity row) => new(ContactId.Parse(row.RowKey), row.GetString("Cohort"), row.GetInt32("Chunk"));

    private static string Partition(OrganizationId organization, MemberSet set, int shard) =>
        RowKey.Join(organization.ToString(), set.Name, RowKey.Number(shard, 2));
}
