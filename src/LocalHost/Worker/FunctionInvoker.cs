using Cadenza.LocalHost.Worker.Protocol;

namespace Cadenza.LocalHost.Worker;

/// <summary>Invokes one function.</summary>
/// <param name="channel">Its worker.</param>
/// <param name="function">The function.</param>
/// <param name="clients">What its client bindings get: the same at every invocation.</param>
internal sealed class FunctionInvoker(WorkerChannel channel, HostedFunction function, IReadOnlyList<ParameterBinding> clients)
{
    // The worker reads it without asking whether it is there.
    private static readonly RpcTraceContext NoTrace = new();

    public HostedFunction Function => function;

    /// <summary>A new invocation with <paramref name="trigger"/> as what started it.</summary>
    public InvocationRequest Request(TypedData trigger) => new()
    {
        InvocationId = Guid.NewGuid().ToString(),
        FunctionId = function.Id,
        TraceContext = NoTrace,
        InputData = { new ParameterBinding { Name = function.Trigger.Parameter, Data = trigger }, clients },
    };

    /// <inheritdoc cref="WorkerChannel.InvokeAsync"/>
    public Task<InvocationResponse> SendAsync(InvocationRequest request, CancellationToken cancellation) => channel.InvokeAsync(request, cancellation);

    /// <summary>Runs the function to a good end.</summary>
    /// <exception cref="FunctionFailedException">It ended otherwise.</exception>
    /// <exception cref="Durable.WorkerUnavailableException">The worker ended before it answered.</exception>
    public async Task RunAsync(InvocationRequest request, CancellationToken cancellation)
    {
        var response = await SendAsync(request, cancellation);
        if (FunctionFailedException.Of(response) is { } failed) throw failed;
    }
}
