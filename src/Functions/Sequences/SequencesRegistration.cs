using Cadenza.Functions.Contacts;
using Cadenza.Functions.Contacts.Segments;
using Cadenza.Functions.Platform.Auditing;
using Cadenza.Functions.Platform.Configuration;
using Cadenza.Functions.Platform.Observability;
using Cadenza.Functions.Sequences.Enrolling;
using Cadenza.Functions.Sequences.Http;
using Cadenza.Functions.Sequences.Resending;
using Cadenza.Functions.Sequences.Sending;
using Cadenza.Functions.Sequences.Storage;
using Cadenza.Functions.Timing;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Functions.Sequences;

/// <summary>Adds sequences (B1 to B10).</summary>
internal static class SequencesRegistration
{
    /// <summary>Adds the stores and what runs on them.</summary>
    public static IServiceCollection AddSequences(this IServiceCollection services, Settings settings) => services
        .AddSingleton(SequenceOptions.Read(settings))
        .AddSingleton<SequenceStore>()
        .AddSingleton<CompiledSequences>()
        .AddSingleton<CohortStore>()
        .AddSingleton<EnrollmentStore>()
        .AddSingleton<NewcomerStore>()
        .AddSingleton<EarlierLedger>()
        .AddSingleton<LedgerStore>()
        .AddSingleton<Telemetry>()
        .AddSingleton<SequenceClock>()
        .AddSingleton<SequenceReader>()
        .AddSingleton<Completions>()
        .AddSingleton<SequenceEnrolledEvents>()
        .AddSingleton<LastContactUpdates>()
        .AddSingleton<CohortTurn>()
        .AddSingleton<SequenceMembers>()
        .AddSingleton<CohortMaker>()
        .AddSingleton<Enroller>()
        .AddSingleton<NewcomerEnroller>()
        .AddSingleton<RescanSchedule>()
        .AddSingleton<SequenceEnrollment>()
        .AddSingleton<ISequenceNames>(provider => provider.GetRequiredService<SequenceStore>())
        .AddSingleton<IResourceNames, SequenceResourceNames>()
        .AddSingleton<IContinuousSequences, ContinuousSequences>()
        .AddSingleton<Newcomers>()
        .AddSingleton<NewcomerSearch>()
        .AddSingleton<ContactRegister>()
        .AddSingleton<SequenceIntake>()
        .AddSingleton<SequenceRemoval>()
        .AddSingleton<EnrolledContacts>()
        .AddSingleton<OutcomeSearch>()
        .AddSingleton<Resends>()
        .AddSingleton<ResendLedger>()
        .AddSingleton<ResendExecution>()
        .AddSingleton<NotEnrolledReasons>()
        .AddSingleton<SequencesOfContact>()
        .AddSingleton<IContactTraces, LedgerErasure>()
        .AddWakes<CohortWakeUps>()
        .AddSingleton<SequenceTurn>()
        .AddSingleton<DeliverySlots>()
        .AddSingleton<SequenceStatusCache>()
        .AddSingleton<ChunkRuns>()
        .AddSingleton<ChunkSender>()
        .AddOverdue<SequenceDueKey, OverdueSequences>()
        .AddSingleton<SequenceChanges>()
        .AddSingleton<UnsubscribeCheck>()
        .AddSingleton<RunCommands>()
        .AddSingleton<SequenceCommands>()
        .AddSingleton<SequenceViews>()
        .AddSingleton<SequenceAnswers>();
}
