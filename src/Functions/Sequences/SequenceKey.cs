namespace Cadenza.Functions.Sequences;

/// <summary>Names one sequence.</summary>
internal sealed record SequenceKey(string Organization, string Sequence);
