namespace Cadenza.Domain.Sequences;

/// <summary>What a user says of a sequence besides its filter and steps (B1).</summary>
/// <param name="Name">Display name.</param>
/// <param name="CustomId">The caller's own id for it, or null.</param>
/// <param name="IsContinuous">Whether it goes on enrolling those who come to match later (B7).</param>
/// <param name="OnUnknown">What becomes of messages of which nobody can tell whether they were sent.</param>
public sealed record SequenceSettings(string Name, string? CustomId, bool IsContinuous, OnUnknown OnUnknown);
