using System.Globalization;
using System.Text.Json;

namespace Cadenza.Domain.Expressions.Logic;

/// <summary>Turns the JSON of a rule into nodes, and collects what it reads of the outermost data.</summary>
internal sealed class LogicCompiler
{
    /// <summary>The most levels of JSON a rule may have.</summary>
    public const int MaxDepth = 64;

    /// <summary>The most operators and values a rule may have.</summary>
    public const int MaxNodes = 10_000;

    private readonly HashSet<string> _roots = new(StringComparer.Ordinal);
    private int _nodes;
    private int _loops;

    public IReadOnlySet<string> Roots => _roots;

    /// <exception cref="LogicFaultException">It is not a rule.</exception>
    public LogicNode Compile(JsonElement rule, string pointer = "", int depth = 0)
    {
        if (++_nodes > MaxNodes) throw Fault(pointer, $"A rule may have at most {MaxNodes} operators and values");
        if (depth > MaxDepth) throw Fault(pointer, $"A rule may be at most {MaxDepth} levels deep");
        return rule.ValueKind switch
        {
            JsonValueKind.Array => CompileList(rule, pointer, depth),
            JsonValueKind.Object => CompileOperation(rule, pointer, depth),
            _ => new ConstantNode(Value.From(rule)),
        };
    }

    private LogicNode CompileList(JsonElement list, string pointer, int depth)
    {
        var items = CompileAll(list, pointer, depth);
        return Array.TrueForAll(items, item => item is ConstantNode)
            ? new ConstantNode(Value.Own(Array.ConvertAll(items, item => ((ConstantNode)item).Value)))
            : new ListNode(items);
    }

    private LogicNode CompileOperation(JsonElement operation, string pointer, int depth)
    {
        var count = operation.GetPropertyCount();
        if (count == 0) return new ConstantNode(Value.From(operation));
        if (count > 1) throw Fault(pointer, "A rule is an object with one member, its operator");
        var member = operation.EnumerateObject().First();
        var at = pointer + ExpressionFault.Step(member.Name);
        if (member.NameEquals("var")) return CompileVariable(member.Value, at, depth + 1);
        if (LogicOperators.Find(member.Name) is not { } known)
            throw Fault(at, $"Unknown operator '{Shorten(member.Name)}'; known: {string.Join(' ', LogicOperators.Names)}");
        var operands = known.IsLoop ? CompileLoop(member.Value, at, depth + 1) : CompileOperands(member.Value, at, depth + 1);
        if (operands.Length < known.Least)
            throw Fault(at, $"'{member.Name}' needs at least {known.Least.ToString(CultureInfo.InvariantCulture)} operands");
        if (member.Name is "missing" or "missing_some") ReadAll(operands);
        return known.Compile(operands);
    }

    private LogicNode[] CompileOperands(JsonElement value, string pointer, int depth) =>
        value.ValueKind == JsonValueKind.Array ? CompileAll(value, pointer, depth) : [Compile(value, pointer, depth)];

    private LogicNode[] CompileAll(JsonElement list, string pointer, int depth)
    {
        var nodes = new LogicNode[Math.Min(list.GetArrayLength(), MaxNodes + 1)];
        var next = 0;
        foreach (var item in list.EnumerateArray())
        {
            nodes[next] = Compile(item, pointer + ExpressionFault.Step(next), depth + 1);
            next++;
        }

        return nodes;
    }

    // The body of a loop sees the element, not the outermost data.
    private LogicNode[] CompileLoop(JsonElement value, string pointer, int depth)
    {
        if (value.ValueKind != JsonValueKind.Array) return [Compile(value, pointer, depth)];
        var nodes = new List<LogicNode>();
        foreach (var item in value.EnumerateArray())
        {
            var at = pointer + ExpressionFault.Step(nodes.Count);
            var isBody = nodes.Count == 1;
            if (isBody) _loops++;
            nodes.Add(Compile(item, at, depth + 1));
            if (isBody) _loops--;
        }

        return [.. nodes];
    }

    private LogicNode CompileVariable(JsonElement value, string pointer, int depth)
    {
        var operands = CompileOperands(value, pointer, depth);
        var path = operands.Length == 0 ? new ConstantNode(default) : operands[0];
        var fallback = operands.ElementAtOrDefault(1);
        Read(path);
        if (path is not ConstantNode constant) return new ComputedVariableNode(path, fallback);
        var work = LogicWork.Begin();
        return new VariableNode(DataPath.Of(constant.Value, ref work), fallback);
    }

    private void ReadAll(LogicNode[] names)
    {
        foreach (var name in names)
        {
            if (name is ConstantNode { Value.Kind: ValueKind.Array } list)
                foreach (var item in list.Value.Items) Read(new ConstantNode(item));
            else if (name is not ConstantNode { Value.Kind: ValueKind.Number }) Read(name);
        }
    }

    // A path that is not known before the evaluation may lead anywhere.
    private void Read(LogicNode path)
    {
        if (_loops > 0) return;
        var work = LogicWork.Begin();
        var root = path is ConstantNode constant ? DataPath.Of(constant.Value, ref work).Root : null;
        if (root is not null) _roots.Add(root);
        else _roots.UnionWith(ScopeNames.All);
    }

    private static string Shorten(string name) => name.Length <= 40 ? name : name[..40] + "…";

    private static LogicFaultException Fault(string pointer, string message) => new(new ExpressionFault(pointer, message));
}

/// <summary>A piece of JSON is not a rule; see <see cref="Fault"/>.</summary>
internal sealed class LogicFaultException(ExpressionFault fault) : Exception(fault.Message)
{
    public ExpressionFault Fault => fault;
}
