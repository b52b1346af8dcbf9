using System.Reflection;
using ArchUnitNET.Loader;
using Cadenza.Functions.Timing;
using Microsoft.Azure.Functions.Worker;

namespace Cadenza.Functions.Tests.Architecture;

/// <summary>
/// An orchestrator is replayed from its history for months, so that what it calls, and what that calls, must answer the same
/// each time: it reads no clock, draws no lot, waits for nothing but the engine, and knows no service.
/// </summary>
public sealed class OrchestratorTests
{
    // What code that is replayed may touch. Adding to it is a decision: would it answer the same in half a year?
    private static readonly string[] Allowed =
    [
        "System.Object", "System.Void", "System.Boolean", "System.Int32", "System.String", "System.Type", "System.Exception", "System.IDisposable",
        "System.DateTime", "System.DateTimeOffset", "System.TimeSpan", "System.Nullable`1", "System.Func`2", "System.ValueType", "System.Array", "System.Runtime.Serialization.ISerializable", "System.Attribute",
        "System.Linq.Enumerable", "System.Collections.Generic.IEnumerable`1", "System.Collections.Generic.IReadOnlyList`1",
        "System.Threading.Tasks.Task", "System.Threading.Tasks.Task`1", "System.Threading.CancellationToken", "System.Threading.CancellationTokenSource",
        "Microsoft.Azure.Functions.Worker.FunctionAttribute", "Microsoft.Azure.Functions.Worker.OrchestrationTriggerAttribute",
    ];

    private static readonly string[] AllowedFolders = ["System.Runtime.CompilerServices.", "System.Diagnostics.", "Microsoft.DurableTask.", "Microsoft.CodeAnalysis."];

    private static readonly ArchUnitNET.Domain.Architecture App = new ArchLoader().LoadAssembly(typeof(Driver).Assembly).Build();

    private static readonly HashSet<string> Activities =
        [.. Functions<ActivityTriggerAttribute>().Select(function => function.Method.DeclaringType!.FullName!)];

    [Fact]
    public void WhatOrchestratorsCall_TouchesNothingThatAnswersDifferentlyLater()
    {
        var replayed = Replayed();
        Assert.Contains(typeof(Driver).FullName!, replayed);
        var touched = string.Join(
            Environment.NewLine,
            from type in App.Types
            let name = Outer(type.FullName)
            where replayed.Contains(name)
            from use in type.Dependencies.Select(dependency => dependency.Target.FullName).Distinct()
                // A type parameter is named after the method that has it.
            where !use.Contains("::", StringComparison.Ordinal) && !IsAllowed(use) && !replayed.Contains(Outer(use)) && !IsNamedOnly(use)
            select $"{name} uses {use}");
        Assert.True(touched.Length == 0, touched);
    }

    [Fact]
    public void WhatOrchestratorsCall_DoesNotReadTheClock() => Assert.Empty(
        from type in App.Types
        where Replayed().Contains(Outer(type.FullName))
        from call in type.Dependencies.OfType<ArchUnitNET.Domain.Dependencies.MethodCallDependency>()
        where call.TargetMember.FullName.Contains("::get_Now", StringComparison.Ordinal) || call.TargetMember.FullName.Contains("::get_UtcNow", StringComparison.Ordinal)
            || call.TargetMember.FullName.Contains("Task::Run", StringComparison.Ordinal) || call.TargetMember.FullName.Contains("Task::Delay", StringComparison.Ordinal)
            || call.TargetMember.FullName.Contains("::ConfigureAwait", StringComparison.Ordinal)
        select $"{type.FullName} calls {call.TargetMember.FullName}");

    // Orchestrators and the types of ours that they reach.
    private static HashSet<string> Replayed()
    {
        var found = Functions<OrchestrationTriggerAttribute>().Select(function => function.Method.DeclaringType!.FullName!).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(4, found.Count);
        for (var before = 0; before < found.Count;)
        {
            before = found.Count;
            found.UnionWith(
                from type in App.Types
                where found.Contains(Outer(type.FullName))
                from use in type.Dependencies.Select(dependency => Outer(dependency.Target.FullName))
                where use.StartsWith("Cadenza.Functions.", StringComparison.Ordinal) && !IsNamedOnly(use)
                select use);
        }

        return found;
    }

    // An activity is called by its name, and records carry what goes in and out.
    private static bool IsNamedOnly(string type) => Activities.Contains(Outer(type)) || IsRecord(Outer(type));

    private static bool IsRecord(string type) =>
        (typeof(Driver).Assembly.GetType(type) ?? typeof(Domain.Sequences.Sequence).Assembly.GetType(type))?.GetMethod("<Clone>$") is not null
        || type.StartsWith("Cadenza.Domain.", StringComparison.Ordinal);

    private static bool IsAllowed(string type) =>
        Allowed.Contains(type.Split('<')[0]) || AllowedFolders.Any(folder => type.StartsWith(folder, StringComparison.Ordinal));

    private static string Outer(string type) => type.Split('+', '/')[0];

    private static IEnumerable<(MethodInfo Method, ParameterInfo Trigger)> Functions<TTrigger>()
        where TTrigger : System.Attribute =>
        from type in typeof(Driver).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        from parameter in method.GetParameters()
        where parameter.GetCustomAttribute<TTrigger>() is not null
        select (method, parameter);
}
