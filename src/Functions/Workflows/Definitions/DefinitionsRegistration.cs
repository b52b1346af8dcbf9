using Cadenza.Functions.Workflows.Http.Blocks;
using Cadenza.Functions.Workflows.Http.Crm;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.Functions.Workflows.Definitions;

/// <summary>Adds what the surfaces of workflows make and show them with.</summary>
internal static class DefinitionsRegistration
{
    /// <summary>Adds it; the store and the engine are added with the workflows themselves.</summary>
    public static IServiceCollection AddWorkflowDefinitions(this IServiceCollection services) => services
        .AddSingleton<WorkflowReader>()
        .AddSingleton<WorkflowSaving>()
        .AddSingleton<WorkflowEditor>()
        .AddSingleton<WorkflowAnswers>()
        .AddSingleton<AutomationAnswers>();
}
