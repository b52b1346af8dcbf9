using Cadenza.Functions.Leads.Http.Nodes;
using Cadenza.Functions.Leads.Http.Workflows;
using Cadenza.Functions.Leads.Intake;
using Cadenza.Functions.Leads.Storage;
using Cadenza.Functions.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Functions.Leads;

/// <summary>Adds workflows that leads travel along (document 001).</summary>
internal static class LeadsRegistration
{
    /// <summary>Adds the stores and what runs on them.</summary>
    public static IServiceCollection AddLeads(this IServiceCollection services) => services
        .AddSingleton<LeadStore>()
        .AddSingleton<LeadDueStore>()
        .AddSingleton<LeadBatches>()
        .AddSingleton<LeadPlans>()
        .AddSingleton<LeadWorkflows>()
        .AddSingleton<LeadMoves>()
        .AddSingleton<LeadWakeUps>()
        .AddSingleton<IWorkflowFollower>(provider => provider.GetRequiredService<LeadWakeUps>())
        .AddSingleton<OverdueLeads>()
        .AddSingleton<LeadCalls>()
        .AddSingleton<LeadActions>()
        .AddSingleton<LeadTelling>()
        .AddSingleton<LeadAdvance>()
        .AddSingleton<LeadEnroller>()
        .AddSingleton<LeadIntake>()
        .AddSingleton<LeadRecords>()
        .AddSingleton<LeadWorkflowAnswers>()
        .AddSingleton<GraphEdits>();
}
