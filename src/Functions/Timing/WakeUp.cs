namespace Cadenza.Functions.Timing;

/// <summary>A message of the queue <see cref="WakeUpQueue.QueueName"/>: wake drivers of one owner.</summary>
/// <param name="Kind">What is woken: the <see cref="IWakes.Kind"/> of who carries it out.</param>
/// <param name="Organization">The organization it belongs to.</param>
/// <param name="Owner">The id of the sequence or workflow.</param>
/// <param name="From">The ordinal of the first to wake, where they are numbered.</param>
/// <param name="Count">How many of these.</param>
/// <param name="Before">Where they are not numbered: those behind this id, in their order; null for all.</param>
internal sealed record WakeUp(string Kind, string Organization, string Owner, int From = 0, int Count = 0, string? Before = null);
