using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.LocalRuntime.Functions;

/// <summary>One invocation. What it offers is made when first asked for: most invocations need little of it.</summary>
/// <param name="function">The function.</param>
/// <param name="services">The app's services, or for HTTP those of the request, which the server disposes.</param>
/// <param name="trigger">What started it: an HttpContext, a queue delivery, a timer's status, an orchestration context or an activity's input.</param>
/// <param name="aborted">Cancelled when the host no longer waits for it.</param>
internal sealed class Invocation(LocalFunction function, IServiceProvider services, object? trigger, CancellationToken aborted) : FunctionContext, IAsyncDisposable
{
    private readonly LocalInvocationResult _result = new();
    private string? _invocationId;
    private IServiceProvider? _instanceServices;
    private AsyncServiceScope? _scope;
    private IDictionary<object, object>? _items;
    private InvocationFeatures? _features;
    private BindingContext? _bindingContext;
    private TraceContext? _traceContext;
    private CancellationTokenSource? _linked;

    public LocalFunction Function => function;

    /// <summary>What started it.</summary>
    public object? TriggerValue => trigger;

    /// <summary>The request, or null outside HTTP.</summary>
    public HttpContext? Http => trigger as HttpContext;

    public InvocationResult Result => _result;

    /// <summary>The trigger's data by name, for triggers that have some.</summary>
    public Func<IReadOnlyDictionary<string, object?>>? BindingDataSource { get; init; }

    public override string InvocationId => _invocationId ??= Guid.NewGuid().ToString();

    public override string FunctionId => function.Id;

    public override TraceContext TraceContext => _traceContext ??= new LocalTraceContext();

    public override BindingContext BindingContext => _bindingContext ??= new LocalBindingContext(BindingDataSource?.Invoke() ?? RouteData());

    public override RetryContext RetryContext => LocalRetryContext.Never;

    public override FunctionDefinition FunctionDefinition => function;

    public override IServiceProvider InstanceServices
    {
        get => _instanceServices ??= Http is null ? Scope() : services;
        set => _instanceServices = value;
    }

    public override IDictionary<object, object> Items
    {
        get => _items ??= new Dictionary<object, object>();
        set => _items = value;
    }

    public override IInvocationFeatures Features => _features ??= new InvocationFeatures(this);

    public override CancellationToken CancellationToken
    {
        get
        {
            if (Http is null) return aborted;
            _linked ??= CancellationTokenSource.CreateLinkedTokenSource(Http.RequestAborted, aborted);
            return _linked.Token;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _linked?.Dispose();
        if (_scope is { } scope) await scope.DisposeAsync();
    }

    private IServiceProvider Scope()
    {
        var scope = services.CreateAsyncScope();
        _scope = scope;
        return scope.ServiceProvider;
    }

    private IReadOnlyDictionary<string, object?> RouteData() =>
        Http is null ? System.Collections.Immutable.ImmutableDictionary<string, object?>.Empty : Http.Request.RouteValues.ToDictionary(StringComparer.OrdinalIgnoreCase);
}
