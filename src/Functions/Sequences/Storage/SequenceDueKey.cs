using System.Globalization;
using Cadenza.Domain.Values;
using Cadenza.Functions.Timing;

namespace Cadenza.Functions.Sequences.Storage;

/// <summary>Names a sequence or one of its cohorts in the due index: <c>shard</c> by cohort, <c>time|organization|sequence|ordinal</c>.</summary>
/// <param name="Organization">The organization it belongs to.</param>
/// <param name="Sequence">The sequence.</param>
/// <param name="Ordinal">The cohort, or null for the sequence itself.</param>
internal sealed record SequenceDueKey(string Organization, string Sequence, int? Ordinal) : IDueKey<SequenceDueKey>
{
    static string IDueKey<SequenceDueKey>.Kind => "";

    int IDueKey<SequenceDueKey>.Shard => ContactShards.Of(Sequence + OrdinalText) % DueIndex.Shards;

    string IDueKey<SequenceDueKey>.Text => $"{Organization}|{Sequence}|{OrdinalText}";

    private string OrdinalText => Ordinal is { } number ? RowKey.Number(number, 8) : "sequence";

    static SequenceDueKey IDueKey<SequenceDueKey>.Read(string[] parts) =>
        new(parts[1], parts[2], int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal) ? ordinal : null);
}
