using Cadenza.Functions.Timing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Cadenza.Functions.Sequences;

/// <summary>The alarm clock of one sequence: enrolls, wakes its cohorts, notices its end.</summary>
internal static class SequenceDriver
{
    /// <summary>Does what is due, and sleeps until somebody rings.</summary>
    [Function(nameof(SequenceDriver))]
    public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) => Driver.RunAsync<SequenceKey>(context, nameof(AdvanceSequence));
}
