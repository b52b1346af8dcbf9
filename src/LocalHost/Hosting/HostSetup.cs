using System.Net;
using System.Reflection;
using System.Text.Json;
using Cadenza.LocalHost.Durable;
using Cadenza.LocalHost.Functions;
using Cadenza.LocalHost.Http;
using Cadenza.LocalHost.Queues;
using Cadenza.LocalHost.Timers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cadenza.LocalHost.Hosting;

/// <summary>What is known of the app while it is built.</summary>
internal sealed class HostSetup(Assembly app, string[] args)
{
    public List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> Middleware { get; } = [];

    /// <summary>Whether the app asked to serve HTTP functions.</summary>
    public bool ServesHttp { get; set; }

    /// <summary>How long a stop waits for what is in flight.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(30);

    public QueueHold QueueHold { get; set; } = QueueHold.Normal;

    /// <summary>Where functions are looked for: the app's assembly, unless a test names types.</summary>
    public IEnumerable<Type> FunctionTypes { get; set; } = app.GetTypes();

    /// <summary>Where host.json and local.settings.json are.</summary>
    public string Folder { get; set; } = Path.GetDirectoryName(app.Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;

    public WebApplicationBuilder CreateWebBuilder()
    {
        var port = ListenAddress.Port(args);
        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = app.GetName().Name,
            ContentRootPath = Folder,
            EnvironmentName = Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT") ?? Environments.Development,
        });
        AddSettings(web.Configuration);
        AddLogging(web);
        web.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        web.Services.AddRouting();
        return web;
    }

    /// <exception cref="StartException">Functions or host.json are faulty; the message lists every fault.</exception>
    public IHost Build(WebApplicationBuilder web)
    {
        var faults = new List<string>();
        var host = HostJson.Read(Folder, web.Configuration, faults);
        var storage = new StorageSettings(web.Configuration);
        var triggers = new TriggerFactory(host, new SettingNames(web.Configuration), storage, TimeProvider.System);
        var functions = new FunctionDiscovery(triggers, faults).Find(FunctionTypes);
        RouteConflicts.Report(functions, faults);
        DurableFunctionsFactory.ReportConflicts(functions, faults);
        if (!ServesHttp && functions.Exists(function => function.Trigger is HttpFunctionTrigger))
            faults.Add("The app has HTTP functions but did not call ConfigureFunctionsWebApplication().");
        if (faults.Count > 0) throw new StartException($"The app cannot start:{string.Concat(faults.Select(fault => $"{Environment.NewLine}  {fault}"))}");

        AddServices(web.Services, new AppFunctions(functions, host), storage);
        var built = web.Build();
        built.Services.GetRequiredService<HttpFunctions>().Map(built, functions);
        return built;
    }

    private void AddServices(IServiceCollection services, AppFunctions functions, StorageSettings storage)
    {
        services.Configure<HostOptions>(options => options.ShutdownTimeout = Grace + GracePeriod.ToGiveUp);
        services.Configure<JsonSerializerOptions>(options => options.PropertyNameCaseInsensitive = true);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(functions);
        services.AddSingleton(storage);
        services.AddSingleton(new FunctionPipeline(Middleware));
        services.AddSingleton(new GracePeriod(Grace));
        services.AddSingleton(QueueHold);
        services.AddSingleton<HostGrace>();
        services.AddSingleton<HttpFunctions>();
        services.AddSingleton(provider => new Lazy<DurableEngine>(() => Engine(provider)));
        services.AddSingleton<DurableHost>();
        // Started in this order after the app's own services, stopped in the reverse; the server comes last and goes first.
        services.AddHostedService(provider => provider.GetRequiredService<DurableHost>());
        services.AddHostedService<QueueListeners>();
        services.AddHostedService<TimerListeners>();
    }

    private static DurableEngine Engine(IServiceProvider services)
    {
        var app = services.GetRequiredService<AppFunctions>();
        var settings = app.Host.Durable;
        return new DurableEngine(
            new DurableEngineOptions(settings.HubName, settings.MaxConcurrentActivities, settings.MaxConcurrentOrchestrators),
            DurableFunctionsFactory.Create(app.Functions, services.GetRequiredService<FunctionPipeline>(), services),
            services.GetRequiredService<StorageSettings>().Tables(StorageSettings.Default),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<DurableEngine>>(),
            services.GetRequiredService<ILoggerFactory>());
    }

    private void AddSettings(ConfigurationManager configuration)
    {
        configuration.SetBasePath(Folder).AddJsonFile("appsettings.json", optional: true, reloadOnChange: false);
        LocalSettings.AddTo(configuration, Folder);
        configuration.AddEnvironmentVariables().AddCommandLine(args);
        StorageSettings.AddDefaultTo(configuration);
    }

    private static void AddLogging(WebApplicationBuilder web)
    {
        web.Logging.AddConfiguration(web.Configuration.GetSection("Logging"));
        web.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
            console.UseUtcTimestamp = true;
        });
        web.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // Its errors are start-up failures, which end the process with a message of their own.
        web.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
    }
}
