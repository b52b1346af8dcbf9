using Cadenza.Domain.Sequences;
using Cadenza.Functions.Sequences.Storage;
using Cadenza.Functions.Timing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Cadenza.Functions.Sequences.Sending;

/// <summary>The alarm clock of one cohort.</summary>
internal static class CohortDriver
{
    /// <summary>Asks what is due, has it sent chunk by chunk, and sleeps until there is more.</summary>
    [Function(nameof(CohortDriver))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var key = context.GetInput<CohortKey>()!;
        Task doorbell = context.WaitForExternalEvent<object?>(Driver.Doorbell);
        ChunkOutcome[] outcomes = [];
        for (var turn = 0; turn < Driver.TurnsPerGeneration; turn++)
        {
            var directive = await context.CallActivityAsync<CohortDirective>(
                nameof(AdvanceCohort), new AdvanceCohortInput(key, outcomes), Driver.Retries);
            if (directive.IsDone) return;
            outcomes = await Task.WhenAll(directive.Send.Select(chunk => context.CallActivityAsync<ChunkOutcome>(
                nameof(SendChunk), new SendChunkInput(key, chunk), Driver.Retries)));
            if (outcomes.Length == 0) doorbell = await Driver.SleepAsync(context, doorbell, directive.WakeAt);
        }

        // The outcomes of the last turn are in the ledger too, so a new generation begins with the key alone.
        context.ContinueAsNew(key);
    }
}
