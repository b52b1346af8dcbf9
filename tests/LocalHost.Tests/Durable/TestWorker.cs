using System.Collections.Concurrent;
using Cadenza.LocalHost.Durable;
using Google.Protobuf;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Grpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TaskFailureDetails = Microsoft.DurableTask.Protobuf.TaskFailureDetails;

namespace Cadenza.LocalHost.Tests.Durable;

/// <summary>An activity of a test; its result is serialized by the worker.</summary>
internal delegate Task<object?> TestActivity(string instanceId, string? input, CancellationToken cancellation);

/// <summary>A worker in this process: the official code runs the turns, with a test's lambdas as orchestrators and activities.</summary>
internal sealed class TestWorker : IDurableWorker, IDisposable
{
    private ExtendedSessionsCache _sessions = new();
    private readonly ConcurrentQueue<OrchestratorRequest> _requests = new();
    private readonly Lazy<ServiceProvider> _services;
    private int _turnsToLose;

    public TestWorker() => _services = new(Services);

    /// <summary>By function name, in any case.</summary>
    public Dictionary<string, Func<TaskOrchestrationContext, Task<object?>>> Orchestrators { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>By function name, in any case.</summary>
    public Dictionary<string, TestActivity> Activities { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where orchestrators log; nowhere unless set.</summary>
    public ILoggerFactory? Loggers { get; set; }

    /// <summary>Whether it can be asked for anything.</summary>
    public bool IsAvailable { get; set; } = true;

    /// <summary>Whether turns asked for are remembered.</summary>
    public bool KeepRequests { get; set; } = true;

    /// <summary>Turns asked for, in their order.</summary>
    public IReadOnlyCollection<OrchestratorRequest> Requests => _requests;

    /// <summary>What befalls a turn before the orchestrator's code, as middleware may.</summary>
    public Func<string, Exception?> Fault { get; set; } = _ => null;

    /// <summary>Forgets the orchestrations it holds in memory.</summary>
    public void Forget()
    {
        _sessions.Dispose();
        _sessions = new ExtendedSessionsCache();
    }

    /// <summary>Lets it run a number of turns and then lose what came of them, as a worker does that ends in the middle.</summary>
    public void LoseTurns(int count) => _turnsToLose = count;

    public async Task<OrchestratorResponse> RunOrchestratorAsync(string name, OrchestratorRequest request, CancellationToken cancellation)
    {
        if (!IsAvailable) throw new WorkerUnavailableException("The worker is gone.");
        if (!Orchestrators.TryGetValue(name, out var code)) throw new UnknownFunctionException($"There is no orchestrator function '{name}'.");
        if (Fault(name) is { } fault) throw fault;
        await Task.Yield();
        if (KeepRequests) _requests.Enqueue(request);
        var encoded = Convert.ToBase64String(request.ToByteArray());
        var response = GrpcOrchestrationRunner.LoadAndRun(encoded, new Orchestrator(code), _sessions, _services.Value);
        if (Interlocked.Decrement(ref _turnsToLose) >= 0) throw new WorkerUnavailableException("The worker ended.");
        return OrchestratorResponse.Parser.ParseFrom(ByteString.FromBase64(response));
    }

    public async Task<ActivityOutcome> RunActivityAsync(string name, string instanceId, string? input, CancellationToken cancellation)
    {
        if (!IsAvailable) throw new WorkerUnavailableException("The worker is gone.");
        if (!Activities.TryGetValue(name, out var code)) throw new UnknownFunctionException($"There is no activity function '{name}'.");
        try
        {
            return new ActivityOutcome(JsonDataConverter.Default.Serialize(await code(instanceId, input, cancellation)), null);
        }
        catch (Exception failed) when (failed is not (OperationCanceledException or WorkerUnavailableException))
        {
            return new ActivityOutcome(null, Details(failed));
        }
    }

    public void Dispose()
    {
        _sessions.Dispose();
        if (_services.IsValueCreated) _services.Value.Dispose();
    }

    private ServiceProvider Services() => new ServiceCollection()
        .AddSingleton(Loggers ?? NullLoggerFactory.Instance)
        .AddSingleton(new DurableTaskWorkerOptions { EnableEntitySupport = true })
        .BuildServiceProvider();

    private static TaskFailureDetails Details(Exception exception) => new()
    {
        ErrorType = exception.GetType().FullName,
        ErrorMessage = exception.Message,
        StackTrace = exception.StackTrace,
        InnerFailure = exception.InnerException is { } inner ? Details(inner) : null,
    };

    private sealed class Orchestrator(Func<TaskOrchestrationContext, Task<object?>> code) : ITaskOrchestrator
    {
        /// <summary>Read as whatever the code asks for.</summary>
        public Type InputType => typeof(object);

        public Type OutputType => typeof(object);

        public Task<object?> RunAsync(TaskOrchestrationContext context, object? input) => code(context);
    }
}
