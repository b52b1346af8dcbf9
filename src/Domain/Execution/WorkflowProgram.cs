using System.Collections.Frozen;
using System.Text.Json;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Workflows;

namespace Cadenza.Domain.Execution;

/// <summary>A version, compiled once to be run many times. Immutable.</summary>
public sealed class WorkflowProgram
{
    private readonly FrozenDictionary<string, ProgramStep> _steps;
    private readonly JsonLogic? _constraints;
    private readonly Conditions? _filters;

    private WorkflowProgram(WorkflowContent content, FrozenDictionary<string, ProgramStep> steps, JsonLogic? constraints, Conditions? filters)
    {
        (_steps, _constraints, _filters) = (steps, constraints, filters);
        Entry = content.Graph.Entry;
        ReadsContactAtStart = Reads(constraints?.Roots) || Reads(filters?.Roots);
        HasWaits = content.Graph.Steps.Any(step => step.Type is StepTypes.Wait or StepTypes.WaitForEvent);
        ReadsContact = steps.Values.Any(step => Reads(step.Config?.Roots) || Reads(step.Condition?.Roots));
    }

    /// <summary>The step that runs begin with; null when there are no steps.</summary>
    public string? Entry { get; }

    /// <summary>Whether the constraints or filters look at the contact.</summary>
    public bool ReadsContactAtStart { get; }

    /// <summary>Whether a step looks at the contact.</summary>
    public bool ReadsContact { get; }

    /// <summary>Whether a step waits, so that the workflow's clock matters.</summary>
    public bool HasWaits { get; }

    /// <summary>Compiles what a version says.</summary>
    /// <exception cref="FormatException">Its constraints or filters are none; no version is stored with such ones.</exception>
    public static WorkflowProgram Compile(WorkflowContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        JsonLogic? constraints = null;
        if (Given(content.Constraints) is { } rule && !JsonLogic.TryCompile(rule, out constraints, out var fault))
            throw new FormatException($"The stored constraints are not JSON Logic: {fault.Message}");
        Conditions? filters = null;
        if (Given(content.Filters) is { } conditions && !Conditions.TryCompile(conditions, out filters, out _))
            throw new FormatException("The stored filters are no conditions.");
        var ways = content.Graph.Edges.ToLookup(edge => edge.From);
        var steps = content.Graph.Steps.ToFrozenDictionary(step => step.Id, step => ProgramStep.Compile(step, [.. ways[step.Id]]));
        return new WorkflowProgram(content, steps, constraints, filters);
    }

    /// <summary>The step of that id, or null.</summary>
    public ProgramStep? Step(string id) => _steps.GetValueOrDefault(id);

    /// <summary>Whether the trigger fires: why not, or null when it does (A9, D2).</summary>
    /// <param name="scope">The members <c>trigger</c>, <c>before</c>, <c>after</c>, <c>contact</c> and <c>now</c>.</param>
    public string? Refusal(in Value scope)
    {
        try
        {
            if (_constraints is not null && _constraints.Evaluate(scope) is var value && !_constraints.IsTrue(scope))
                return $"constraints: the rule gave {Shortened(value.ToString())}";
            if (_filters?.Evaluate(scope) is { Passed: false } verdict) return $"filters: {verdict.Reason}";
            return null;
        }
        catch (ExpressionLimitException limit)
        {
            return $"limit: {limit.Message}";
        }
    }

    private static string Shortened(string text)
    {
        const int MaxLength = 100;
        return text.Length <= MaxLength ? text : text[..MaxLength] + "…";
    }

    private static bool Reads(IReadOnlySet<string>? roots) => roots?.Contains("contact") == true;

    private static JsonElement? Given(JsonElement? json) => json is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } ? json : null;
}

/// <summary>A step, compiled.</summary>
/// <param name="Step">The step.</param>
/// <param name="Config">Its settings; null when they cannot be compiled.</param>
/// <param name="Condition">What it decides by; null when it decides nothing.</param>
/// <param name="Ways">The ways out of it, in the order in which they are tried.</param>
public sealed record ProgramStep(WorkflowStep Step, ConfigTemplate? Config, Conditions? Condition, IReadOnlyList<WorkflowEdge> Ways)
{
    /// <summary>Why it cannot be carried out, or null. No version is activated with such a step.</summary>
    public string? Fault { get; private init; }

    /// <summary>How often it is tried when it fails for now, 1 to 10; 5 unless its settings say otherwise (<c>retry.max_attempts</c>).</summary>
    public int MaxAttempts { get; private init; } = DefaultAttempts;

    /// <summary>Whether the run goes on when it fails for good (<c>on_error: continue</c>).</summary>
    public bool ContinuesOnError { get; private init; }

    private const int DefaultAttempts = 5;
    private const int MostAttempts = 10;

    /// <summary>The step behind it for an outcome, or null where the run ends.</summary>
    /// <param name="label">The outcome.</param>
    public string? Next(string? label) => Ways.FirstOrDefault(way =>
        way.Label is null || string.Equals(way.Label, label, StringComparison.OrdinalIgnoreCase))?.To;

    /// <summary>Whether a way is labeled with exactly this outcome.</summary>
    public bool HasWay(string label) => Ways.Any(way => string.Equals(way.Label, label, StringComparison.OrdinalIgnoreCase));

    internal static ProgramStep Compile(WorkflowStep step, IReadOnlyList<WorkflowEdge> ways)
    {
        if (StepTypes.IsDecision(step.Type))
        {
            return Conditions.TryCompile(ConditionOf(step.Config), out var condition, out var conditionFaults)
                ? new ProgramStep(step, null, condition, ways)
                : new ProgramStep(step, null, null, ways) { Fault = Told(conditionFaults) };
        }

        if (!ConfigTemplate.TryCompileStored(step.Config, MessageSettings.Of(step.Type), out var config, out var faults)) return new ProgramStep(step, null, null, ways) { Fault = Told(faults) };
        return new ProgramStep(step, config, null, ways)
        {
            MaxAttempts = Attempts(step.Config),
            ContinuesOnError = StepSettings.Find(step.Config, "on_error") is { ValueKind: JsonValueKind.String } word && word.ValueEquals("continue"),
        };
    }

    /// <summary>What a deciding step decides by: its member <c>condition</c>, or its settings as a whole.</summary>
    public static JsonElement ConditionOf(JsonElement config) => StepSettings.Find(config, "condition") ?? config;

    private static int Attempts(JsonElement config) =>
        StepSettings.Find(config, "retry") is { } retry && StepSettings.Find(retry, "max_attempts") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var attempts)
            ? Math.Clamp(attempts, 1, MostAttempts)
            : DefaultAttempts;

    private static string Told(IReadOnlyList<ExpressionFault> faults) => string.Join("; ", faults.Select(fault => $"{fault.Pointer}: {fault.Message}"));
}
