using Cadenza.Functions.Contacts;
using Cadenza.Functions.Delivery;
using Cadenza.Functions.Events;
using Cadenza.Functions.Flows;
using Cadenza.Functions.Flows.Http.Cors;
using Cadenza.Functions.Leads;
using Cadenza.Functions.Platform.Configuration;
using Cadenza.Functions.Platform.Http;
using Cadenza.Functions.Platform.Http.Pipeline;
using Cadenza.Functions.Platform.Idempotency;
using Cadenza.Functions.Platform.Observability;
using Cadenza.Functions.Platform.Queues;
using Cadenza.Functions.Platform.Security;
using Cadenza.Functions.Platform.Security.Rates;
using Cadenza.Functions.Records;
using Cadenza.Functions.Sequences;
using Cadenza.Functions.Webhooks;
using Cadenza.Functions.Workflows;
using Cadenza.Functions.Workflows.Actions;
using Cadenza.Functions.Workflows.Definitions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Cadenza.Functions.App;

/// <summary>The whole app, put together.</summary>
internal static class CadenzaApplication
{
    /// <summary>Builds the app; nothing runs until the host is started.</summary>
    /// <param name="args">The command line; it is also configuration, as in <c>--Cadenza:BootstrapKey=…</c>.</param>
    /// <param name="configure">Runs before the app's own defaults, so that a test can put its own clock or storage client in.</param>
    /// <exception cref="SettingsException">Settings are missing or wrong; the message lists them all.</exception>
    public static IHost Create(string[] args, Action<IServiceCollection>? configure = null)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.Logging.AddCadenzaLogging(builder.Configuration);
        builder.ConfigureFunctionsWebApplication();
        builder.Services.Configure<WorkerOptions>(worker => worker.InputConverters.RegisterAt<QueueTextConverter>(0));
        builder.Services.RemoveKeyRing();
        builder.UseMiddleware<RequestIdMiddleware>();
        builder.UseMiddleware<TelemetryMiddleware>();
        builder.UseMiddleware<FailureMiddleware>();
        builder.UseMiddleware<CorsMiddleware>();
        builder.UseMiddleware<AuthenticationMiddleware>();
        builder.UseMiddleware<RateLimitMiddleware>();
        builder.UseMiddleware<QueryMiddleware>();
        builder.UseMiddleware<IdempotencyMiddleware>();
        configure?.Invoke(builder.Services);
        AddCapabilities(builder.Services, new Settings(builder.Configuration));
        return builder.Build();
    }

    /// <summary>Every capability reads its settings and adds its services here; one line each.</summary>
    internal static void AddCapabilities(IServiceCollection services, Settings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddStorageClients(settings);
        // Services start in this order: none is at work when the start is refused.
        services.AddHostedService<StorageSetup>();
        services.AddObservability(settings);
        services.AddSecurity(settings);
        services.AddHttpPlatform();
        services.AddDelivery(settings);
        services.AddEvents();
        services.AddContacts(settings);
        services.AddSequences(settings);
        services.AddRecords();
        services.AddWorkflows();
        services.AddActions(settings);
        services.AddSubscriptions();
        services.AddLeads();
        services.AddFlows(settings);
        services.AddWorkflowDefinitions();
        services.AddApp(settings);
        settings.ThrowIfFaulty();
    }
}
