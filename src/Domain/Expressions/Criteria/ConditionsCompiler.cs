using System.Globalization;
using System.Text.Json;

namespace Cadenza.Domain.Expressions.Criteria;

/// <summary>Turns the JSON of conditions into criteria and collects their faults.</summary>
internal sealed class ConditionsCompiler
{
    private const int MaxDepth = 16;
    private const int MaxConditions = 500;
    private const int MaxValues = 1000;
    private const int MaxFaults = 50;

    private readonly List<ExpressionFault> _faults = [];
    private int _conditions;

    public IReadOnlyList<ExpressionFault> Faults => _faults;

    /// <summary>The whole: a group, a condition, a list of conditions, or nothing, which always holds.</summary>
    public Criterion? Compile(JsonElement json, string pointer = "", int depth = 0)
    {
        if (depth > MaxDepth) return Fault(pointer, $"Conditions may be at most {MaxDepth} groups deep");
        switch (json.ValueKind)
        {
            case JsonValueKind.Null or JsonValueKind.Undefined when depth == 0: return new Criterion.All([]);
            case JsonValueKind.Array: return new Criterion.All(CompileAll(json, pointer, depth));
            case JsonValueKind.Object: break;
            default: return Fault(pointer, "Expected a condition or a group of conditions");
        }

        if (Member(json, "conditions") is { } conditions) return CompileGroup(json, conditions, pointer, depth);
        if (Member(json, "operatorName", "operator_name") is not null) return CompileBlock(json, pointer);
        if (Member(json, "field") is not null || Member(json, "operator") is not null) return CompileCondition(json, pointer);
        return json.GetPropertyCount() == 0 && depth == 0
            ? new Criterion.All([])
            : Fault(pointer, "Expected field, operator and value, or logic and conditions, or operatorName, left and right");
    }

    private Criterion? CompileGroup(JsonElement group, JsonElement conditions, string pointer, int depth)
    {
        var isAny = false;
        if (Member(group, "logic") is { } logic)
        {
            var word = logic.ValueKind == JsonValueKind.String ? logic.GetString()! : "";
            isAny = word.Equals("OR", StringComparison.OrdinalIgnoreCase);
            if (!isAny && !word.Equals("AND", StringComparison.OrdinalIgnoreCase)) return Fault(pointer + "/logic", "Expected AND or OR");
        }

        if (conditions.ValueKind != JsonValueKind.Array) return Fault(pointer + "/conditions", "Expected a list of conditions");
        var parts = CompileAll(conditions, pointer + "/conditions", depth);
        return isAny ? new Criterion.Any(parts) : new Criterion.All(parts);
    }

    private List<Criterion> CompileAll(JsonElement conditions, string pointer, int depth)
    {
        var parts = new List<Criterion>();
        var at = 0;
        foreach (var condition in conditions.EnumerateArray())
        {
            if (Compile(condition, pointer + ExpressionFault.Step(at++), depth + 1) is { } part) parts.Add(part);
            if (_faults.Count == MaxFaults || _conditions > MaxConditions) break;
        }

        return parts;
    }

    private Criterion? CompileCondition(JsonElement condition, string pointer)
    {
        var found = FindOperator(condition, pointer, "operator");
        var field = Member(condition, "field") is { ValueKind: JsonValueKind.String } name && name.GetString() is { } path && TryReadField(path, out var read)
            ? new Operand.Field(read)
            : null;
        if (field is null) Fault(pointer + "/field", "Expected the name of a field, such as stage or contact.email");
        return found is null || field is null ? null : Complete(field, found, condition, pointer, "value");
    }

    private Criterion? CompileBlock(JsonElement condition, string pointer)
    {
        var found = FindOperator(condition, pointer, "operatorName", "operator_name");
        var left = Member(condition, "left") is { } side ? CompileOperand(side, pointer + "/left") : null;
        if (Member(condition, "left") is null) Fault(pointer + "/left", "The left side is missing");
        return found is null || left is null ? null : Complete(left, found, condition, pointer, "right");
    }

    private Criterion? Complete(Operand left, ConditionOperator found, JsonElement condition, string pointer, string valueName)
    {
        if (++_conditions > MaxConditions) return Fault(pointer, $"There may be at most {MaxConditions} conditions");
        Operand? right = null;
        if (found.NeedsValue)
        {
            if (Member(condition, valueName) is not { } value) return Fault($"{pointer}/{valueName}", $"'{found.Name}' needs a value");
            right = CompileOperand(value, $"{pointer}/{valueName}");
            if (right is null) return null;
            if (found.Kind is OperatorKind.In or OperatorKind.NotIn) right = SplitList(right);
        }

        if (!found.ComparesChange) return new Criterion.State(left, found, right);
        return ToField(left) is { IsOfTrigger: true } field
            ? new Criterion.Change(field, found, right)
            : Fault(pointer + (valueName == "value" ? "/field" : "/left"), $"'{found.Name}' compares a field of the trigger before and after, such as stage");
    }

    private Operand? CompileOperand(JsonElement value, string pointer)
    {
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > MaxValues)
        {
            Fault(pointer, string.Create(CultureInfo.InvariantCulture, $"There may be at most {MaxValues} values"));
            return null;
        }

        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { } text || !text.Contains("{{", StringComparison.Ordinal))
            return CompileConstant(value, pointer);
        if (Template.TryParse(text, out var template, out var error)) return new Operand.Text(template);
        Fault(pointer, string.Create(CultureInfo.InvariantCulture, $"{error.Message} (at index {error.Index})"));
        return null;
    }

    private Operand.Constant? CompileConstant(JsonElement value, string pointer)
    {
        try
        {
            return new Operand.Constant(Value.From(value));
        }
        catch (JsonException tooDeep)
        {
            Fault(pointer, tooDeep.Message);
            return null;
        }
    }

    // "new, open" means two values where several make sense.
    private static Operand SplitList(Operand operand) => operand is Operand.Constant { Value.TextOrNull: { } text }
        ? new Operand.Constant(Value.Array(
            [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(one => Value.Of(one))]))
        : operand;

    private static Operand.Field? ToField(Operand left) => left switch
    {
        Operand.Field field => field,
        Operand.Text { Template.Whole: { Filters.Count: 0 } whole } => new Operand.Field(whole.Path),
        _ => null,
    };

    // A field is written as in a placeholder; braces around it are taken too.
    private static bool TryReadField(string text, out VariablePath path)
    {
        path = null!;
        var bare = text.Trim();
        if (!bare.StartsWith("{{", StringComparison.Ordinal)) bare = "{{" + bare + "}}";
        if (text.Length > 200 || !Template.TryParse(bare, out var template, out _) || template.Whole is not { Filters.Count: 0 } whole) return false;
        path = whole.Path;
        return true;
    }

    private ConditionOperator? FindOperator(JsonElement condition, string pointer, params string[] names)
    {
        if (Member(condition, names) is { ValueKind: JsonValueKind.String } name && ConditionOperators.TryFind(name.GetString()!, out var found))
            return found;
        Fault($"{pointer}/{names[0]}", $"Expected an operator; known: {string.Join(", ", ConditionOperators.All.Select(one => one.Name))}");
        return null;
    }

    private static JsonElement? Member(JsonElement json, params string[] names)
    {
        foreach (var name in names)
            if (json.TryGetProperty(name, out var member)) return member;
        return null;
    }

    private Criterion? Fault(string pointer, string message)
    {
        if (_faults.Count < MaxFaults) _faults.Add(new ExpressionFault(pointer, message));
        return null;
    }
}
