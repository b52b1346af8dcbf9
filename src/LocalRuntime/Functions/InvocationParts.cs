using System.Collections;
using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.LocalRuntime.Functions;

/// <summary>What the function returned.</summary>
internal sealed class LocalInvocationResult : InvocationResult
{
    public override object? Value { get; set; }
}

/// <summary>The data a trigger came with.</summary>
internal sealed class LocalBindingContext(IReadOnlyDictionary<string, object?> data) : BindingContext
{
    public override IReadOnlyDictionary<string, object?> BindingData => data;
}

/// <summary>The trace that was current when it was asked for.</summary>
internal sealed class LocalTraceContext : TraceContext
{
    public override string TraceParent { get; } = Activity.Current?.Id ?? "";

    public override string TraceState { get; } = Activity.Current?.TraceStateString ?? "";
}

/// <summary>This host repeats no invocation by itself: queues and the durable engine have their own ways.</summary>
internal sealed class LocalRetryContext : RetryContext
{
    public static readonly LocalRetryContext Never = new();

    public override int RetryCount => 0;

    public override int MaxRetryCount => 0;
}

/// <summary>A trigger or input binding.</summary>
internal sealed class LocalBindingMetadata(string name, string type) : BindingMetadata
{
    public override string Name => name;

    public override string Type => type;

    public override BindingDirection Direction => BindingDirection.In;
}

/// <summary>Features by type; the invocation and its result are always there.</summary>
internal sealed class InvocationFeatures : IInvocationFeatures
{
    private readonly Dictionary<Type, object> _features;

    public InvocationFeatures(Invocation invocation) => _features = new()
    {
        [typeof(Invocation)] = invocation,
        [typeof(InvocationResult)] = invocation.Result,
    };

    public void Set<T>(T instance)
    {
        if (instance is null) _features.Remove(typeof(T));
        else _features[typeof(T)] = instance;
    }

    public T? Get<T>() => _features.TryGetValue(typeof(T), out var value) ? (T)value : default;

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => _features.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
