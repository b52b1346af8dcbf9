using Cadenza.Functions.Leads.Http.Nodes;
using Cadenza.Functions.Leads.Http.Workflows;
using Cadenza.Functions.Leads.Intake;
using Cadenza.Functions.Leads.Storage;
using Cadenza.Functions.Timing;
using Cadenza.Functions.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Functions.Leads;

/// <summary>Adds workflows that leads travel along (document 001).</summary>
internal static class LeadsRegistration
{
    /// <summary>Adds the stores and what runs on them.</summary>
    public static IServiceCollection AddLeads(this IServiceCollection services) => services
        .AddSingleton<LeadStore>()
        .AddSingleton<LeadBatchSaving>()
        .AddSingleton<CompiledLeadGraphs>()
        .AddSingleton<LeadWorkflows>()
        .AddSingleton<LeadRelocation>()
        .AddWakes<LeadWakeUps>()
        .AddSingleton<IWorkflowFollower>(provider => provider.GetRequiredService<LeadWakeUps>())
        .AddOverdue<LeadBatchKey, OverdueLeads>()
        .AddSingleton<LeadCalls>()
        .AddSingleton<LeadActions>()
        .AddSingleton<LeadEventPublisher>()
        .AddSingleton<LeadBatchTurn>()
        .AddSingleton<LeadEnroller>()
        .AddSingleton<LeadIntake>()
        .AddSingleton<SingleLeads>()
        .AddSingleton<LeadWorkflowAnswers>()
        .AddSingleton<GraphEdits>();
}
