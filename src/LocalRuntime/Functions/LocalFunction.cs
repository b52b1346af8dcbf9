using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Cadenza.LocalRuntime.Functions;

/// <summary>A function the host found and can run.</summary>
internal sealed class LocalFunction : FunctionDefinition
{
    private readonly Lazy<FunctionCall> _call;
    private readonly Lazy<ObjectFactory>? _factory;
    private readonly ParameterBinder[] _binders;

    public LocalFunction(string name, MethodInfo method, Trigger trigger, ParameterBinder[] binders, ImmutableDictionary<string, BindingMetadata> bindings)
    {
        Name = name;
        Method = method;
        Trigger = trigger;
        InputBindings = bindings;
        EntryPoint = EntryPointOf(method);
        _binders = binders;
        // Compiled on first use: an app of many functions starts before it has called most of them.
        _call = new Lazy<FunctionCall>(() => FunctionCompiler.Compile(method));
        if (!method.IsStatic) _factory = new Lazy<ObjectFactory>(() => ActivatorUtilities.CreateFactory(method.DeclaringType!, []));
    }

    public MethodInfo Method { get; }

    public Trigger Trigger { get; }

    public override string Name { get; }

    public override string Id => Name;

    public override string EntryPoint { get; }

    public override string PathToAssembly => Method.Module.Assembly.Location;

    public override ImmutableArray<FunctionParameter> Parameters =>
        [.. Method.GetParameters().Select(parameter => new FunctionParameter(parameter.Name!, parameter.ParameterType))];

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;

    public static string EntryPointOf(MethodInfo method) => $"{method.DeclaringType!.FullName}.{method.Name}";

    /// <summary>Binds the parameters, makes the instance and calls the method.</summary>
    public async ValueTask<object?> CallAsync(Invocation invocation)
    {
        var arguments = new object?[_binders.Length];
        for (var i = 0; i < arguments.Length; i++) arguments[i] = await _binders[i](invocation);
        if (_factory is null) return await _call.Value(null, arguments);

        var instance = _factory.Value(invocation.InstanceServices, null);
        try
        {
            return await _call.Value(instance, arguments);
        }
        finally
        {
            if (instance is IAsyncDisposable later) await later.DisposeAsync();
            else if (instance is IDisposable now) now.Dispose();
        }
    }
}
