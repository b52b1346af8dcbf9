using Cadenza.Functions.Events;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows.Events;
using Cadenza.Functions.Workflows.Runs;
using Cadenza.Functions.Workflows.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Functions.Workflows;

/// <summary>Adds workflows, their runs, and the events that start them.</summary>
internal static class WorkflowsRegistration
{
    /// <summary>Adds the stores and what runs on them; step actions are added where they belong.</summary>
    public static IServiceCollection AddWorkflows(this IServiceCollection services) => services
        .AddSingleton<WorkflowStore>()
        .AddSingleton<CompiledWorkflows>()
        .AddSingleton<RunStore>()
        .AddSingleton<WaitStore>()
        .AddSingleton<EventListeners>()
        .AddSingleton<IEventListeners>(provider => provider.GetRequiredService<EventListeners>())
        .AddSingleton<EarlierEvents>()
        .AddSingleton<EventIntake>()
        .AddSingleton<EventOwners>()
        .AddSingleton<EventProcessing>()
        .AddSingleton<RunContacts>()
        .AddSingleton<StepActions>()
        .AddSingleton<RunEngine>()
        .AddSingleton<RunSaving>()
        .AddSingleton<RunStarter>()
        .AddSingleton<WaitingRunNotifier>()
        .AddSingleton<RunTurn>()
        .AddWakes<RunWakeUps>()
        .AddSingleton<WorkflowRunCommands>()
        .AddSingleton<WorkflowStarts>()
        .AddTransient<Schedules>()
        .AddOverdue<RunKey, OverdueRuns>();
}
