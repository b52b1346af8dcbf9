using Cadenza.Domain.Delivery;
using Cadenza.Functions.Http.OpenCx.Sequences;
using Cadenza.Functions.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Functions.Sequences;

/// <summary>Adds contacts and sequences.</summary>
internal static class SequencesRegistration
{
    /// <summary>Adds the stores and what runs on them.</summary>
    public static IServiceCollection AddSequences(this IServiceCollection services) => services
        .AddSingleton<StorageTables>()
        .AddSingleton<SequenceStore>()
        .AddSingleton<SequencePlans>()
        .AddSingleton<CohortStore>()
        .AddSingleton<LedgerStore>()
        .AddSingleton<DueStore>()
        .AddSingleton<Telemetry>()
        .AddSingleton<SequenceClock>()
        .AddSingleton<SequenceReader>()
        .AddSingleton<CohortProgress>()
        .AddSingleton<Enroller>()
        .AddSingleton<CohortWakeUps>()
        .AddSingleton<SequenceProgress>()
        .AddSingleton(RetrySchedule.Default)
        .AddSingleton<DeliverySlots>()
        .AddSingleton<SequenceWatch>()
        .AddSingleton<ShardRuns>()
        .AddSingleton<ChunkSender>()
        .AddTransient<SweepReport>()
        .AddTransient<OverdueDrivers>()
        .AddSingleton<SequenceChanges>()
        .AddSingleton<SequenceCommands>()
        .AddSingleton<SequenceViews>()
        .AddSingleton<SequenceAnswers>()
        .AddHostedService<StorageSetup>();
}
