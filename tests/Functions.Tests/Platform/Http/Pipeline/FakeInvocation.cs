using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Tests.Platform.Http.Pipeline;

/// <summary>An invocation that no host made: what middleware sees of it, and the result it sets.</summary>
/// <remarks>The worker keeps the result in a feature that it does not make public (seen in its version 2.52); its own extension methods reach it here as there.</remarks>
internal sealed class FakeInvocation : FunctionContext
{
    private readonly FakeFeatures _features = new();

    public FakeInvocation(HttpContext? http, string function = "Test")
    {
        FunctionDefinition = new FakeDefinition(function);
        if (http is not null) Items["HttpRequestContext"] = http;
        var feature = typeof(FunctionContext).Assembly.GetType("Microsoft.Azure.Functions.Worker.Context.Features.IFunctionBindingsFeature", throwOnError: true)!;
        _features.Set(feature, DispatchProxy.Create(feature, typeof(FakeBindings)));
    }

    /// <summary>The result as it is now.</summary>
    public object? Result
    {
        get => this.GetInvocationResult().Value;
        set => this.GetInvocationResult().Value = value;
    }

    /// <summary>The invocation's cancellation; the host cancels it when it stops.</summary>
    public CancellationToken Stopping { get; init; }

    public override CancellationToken CancellationToken => Stopping;

    public override string InvocationId => "1";

    public override string FunctionId => "1";

    public override TraceContext TraceContext => throw new NotSupportedException();

    public override BindingContext BindingContext => throw new NotSupportedException();

    public override RetryContext RetryContext => throw new NotSupportedException();

    public override IServiceProvider InstanceServices { get; set; } = null!;

    public override FunctionDefinition FunctionDefinition { get; }

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features => _features;

    /// <summary>Holds the result.</summary>
    [SuppressMessage("Performance", "CA1852:Seal internal types", Justification = "The proxy is derived from it while the test runs.")]
    internal class FakeBindings : DispatchProxy
    {
        private object? _result;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod?.Name switch
        {
            "get_InvocationResult" => _result,
            "set_InvocationResult" => _result = args![0],
            var other => throw new NotSupportedException(other),
        };
    }

    private sealed class FakeDefinition(string name) : FunctionDefinition
    {
        public override ImmutableArray<FunctionParameter> Parameters => [];

        public override string PathToAssembly => "";

        public override string EntryPoint => "";

        public override string Id => name;

        public override string Name => name;

        public override IImmutableDictionary<string, BindingMetadata> InputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;

        public override IImmutableDictionary<string, BindingMetadata> OutputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;
    }

    private sealed class FakeFeatures : IInvocationFeatures
    {
        private readonly Dictionary<Type, object> _features = [];

        public void Set<T>(T instance) => Set(typeof(T), instance!);

        public void Set(Type type, object instance) => _features[type] = instance;

        public T? Get<T>() => _features.TryGetValue(typeof(T), out var feature) ? (T)feature : default;

        public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => _features.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
