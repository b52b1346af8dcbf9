using Cadenza.LocalHost.Http;
using Cadenza.LocalHost.Worker.Protocol;

namespace Cadenza.LocalHost.Worker;

/// <summary>One function in one worker.</summary>
internal sealed class WorkerFunction(AppWorker worker, HostedFunction function)
{
    // The worker reads it without asking whether it is there.
    private static readonly RpcTraceContext NoTrace = new();

    // What client bindings get is the same at every invocation.
    private readonly ParameterBinding[] _clients = [.. function.Clients.Select(worker.Clients.For)];

    /// <summary>What forwards HTTP requests to it.</summary>
    public IRequestForwarder Forwarder => worker.Forwarder;

    /// <summary>A new invocation with <paramref name="trigger"/> as what started it.</summary>
    public InvocationRequest Request(TypedData trigger) => new()
    {
        InvocationId = Guid.NewGuid().ToString(),
        FunctionId = function.Id,
        TraceContext = NoTrace,
        InputData = { new ParameterBinding { Name = function.Trigger.Parameter, Data = trigger }, _clients },
    };

    /// <inheritdoc cref="WorkerChannel.InvokeAsync"/>
    public Task<InvocationResponse> SendAsync(InvocationRequest request, CancellationToken cancellation) => worker.Channel.InvokeAsync(request, cancellation);

    /// <summary>Runs the function to a good end.</summary>
    /// <exception cref="FunctionFailedException">It ended otherwise.</exception>
    /// <exception cref="Durable.WorkerUnavailableException">The worker ended before it answered.</exception>
    public async Task RunAsync(InvocationRequest request, CancellationToken cancellation)
    {
        var response = await SendAsync(request, cancellation);
        if (FunctionFailedException.Of(response) is { } failed) throw failed;
    }
}
