using Cadenza.Domain.Contacts;
using Cadenza.Domain.Sequences;

namespace Cadenza.Functions.Sequences.Storage;

/// <summary>Where the ledger keeps the messages of one step to one chunk.</summary>
/// <param name="Organization">The organization.</param>
/// <param name="Sequence">Its sequence.</param>
/// <param name="Cohort">The cohort of the chunk.</param>
/// <param name="Version">The version that the cohort is on.</param>
/// <param name="Chunk">The chunk, from 0.</param>
/// <param name="Step">The step, from 0.</param>
internal sealed record LedgerPlace(OrganizationId Organization, SequenceId Sequence, Guid Cohort, int Version, int Chunk, int Step)
{
    /// <summary>Whether the contacts were in the sequence before, so that their messages are not those of the first time.</summary>
    public bool IsReenrollment { get; init; }

    /// <summary>Whether an earlier version of the app cannot have written there: false for cohorts that it made (docs/decisions/0113).</summary>
    public bool IsPacked { get; init; }

    /// <summary>The place of a chunk that is to be sent.</summary>
    public static LedgerPlace Of(Sequence sequence, ChunkToSend chunk) => new(sequence.Organization, sequence.Id, chunk.Cohort, chunk.Version, chunk.Chunk, chunk.Step)
    {
        IsReenrollment = chunk.IsReenrollment,
        IsPacked = chunk.IsLedgerPacked,
    };

    /// <summary>The place of a chunk of a cohort.</summary>
    public static LedgerPlace Of(Sequence sequence, Cohort cohort, int chunk, int step) => Of(sequence.Organization, sequence.Id, cohort, chunk, step);

    /// <summary>The place of a chunk of a cohort.</summary>
    public static LedgerPlace Of(OrganizationId organization, SequenceId sequence, Cohort cohort, int chunk, int step) => new(organization, sequence, cohort.Id, cohort.Version, chunk, step)
    {
        IsReenrollment = cohort.IsReenrollment,
        IsPacked = cohort.IsLedgerPacked,
    };

    /// <summary>
    /// What makes a message recognizable to a provider and to its recipient. The same as ever: earlier versions of the app
    /// kept each message under this key.
    /// </summary>
    public string IdempotencyKey(ContactId contact) => $"{KeyPrefix(contact.Shard)}|{contact}";

    /// <summary>What the keys of messages to contacts of a shard begin with.</summary>
    public string KeyPrefix(int shard)
    {
        var first = $"{Organization}|{Sequence}|{RowKey.Number(Version, 6)}|{RowKey.Number(Step, 3)}|{RowKey.Number(shard, 2)}";
        return IsReenrollment ? RowKey.Join(first, Cohort.ToString("D")) : first;
    }
}
