namespace Cadenza.Functions.Timing;

/// <summary>Carries out wake-ups of one kind.</summary>
internal interface IWakes
{
    /// <summary>The kind; part of the stored format of messages.</summary>
    string Kind { get; }

    /// <summary>The queue in which earlier versions kept wake-ups of the kind.</summary>
    string EarlierQueue { get; }

    /// <summary>Rings what a message asks for, and asks for the rest when that is much. Idempotent: a ring carries nothing.</summary>
    Task WakeAsync(WakeUp message, Doorbells doorbells, CancellationToken cancellation);
}
