using Fluid.Ast;
using Fluid.Ast.BinaryExpressions;
using Fluid.Values;

namespace Cadenza.Domain.Expressions.Liquid;

/// <summary>
/// Puts our nodes in the place of those of Fluid's that look values up, put them out, loop or keep text: ours see plain values,
/// count what they do and never wait. The others stay Fluid's.
/// </summary>
internal sealed class LiquidRewriter : AstRewriter
{
    private readonly List<LiquidVariable> _variables = [];
    private readonly Dictionary<string, int> _locals = new(StringComparer.Ordinal);

    /// <summary>The variables of the statements rewritten so far.</summary>
    public IReadOnlyList<LiquidVariable> Variables => _variables;

    /// <summary>Whether the template sets a variable of that name.</summary>
    public bool Sets(string name) => _locals.ContainsKey(name);

    /// <summary>The statements with our nodes in them.</summary>
    public IReadOnlyList<Statement> Rewrite(IReadOnlyList<Statement> statements) => [.. statements.Select(statement => Visit(statement))];

    /// <summary>Gives every variable its place; called once, when all statements are rewritten.</summary>
    public LiquidSlots Place()
    {
        var paths = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var variable in _variables)
        {
            var local = _locals.TryGetValue(variable.Prefix.Segments[0], out var found) ? found : -1;
            var path = variable.IsFixed ? string.Join('\0', variable.Prefix.Segments.ToArray()) : "";
            if (!paths.TryGetValue(path, out var slot)) paths[path] = slot = paths.Count;
            variable.Place(local, slot);
        }

        return new LiquidSlots(_locals.Count, paths.Count);
    }

    protected override Expression VisitMemberExpression(MemberExpression memberExpression)
    {
        var variable = new LiquidVariable([.. memberExpression.Segments.Select(Rewritten)]);
        _variables.Add(variable);
        return variable;
    }

    protected override Expression VisitLiteralExpression(LiteralExpression literalExpression) =>
        literalExpression.Value is StringValue text && text.ToStringValue().Length > LiquidLimits.CharactersPerStep
            ? new LiquidConstant(text)
            : literalExpression;

    protected override Expression VisitFilterExpression(FilterExpression filterExpression)
    {
        // Names were checked when they were read.
        if (!LiquidFilters.TryFind(filterExpression.Name, out var filter)) throw new InvalidOperationException("A filter that was not checked.");
        var input = Visit(filterExpression.Input);
        if (filter is LiquidFilter.Default && Innermost(filterExpression.Input, input) is { } variable) variable.HasDefault = true;
        return new LiquidFilterCall(
            input, filter, [.. filterExpression.Parameters.Select(parameter => new FilterArgument(parameter.Name, Argument(parameter.Expression)))]);
    }

    protected override Expression VisitRangeExpression(RangeExpression rangeExpression) =>
        new LiquidRange(Visit(rangeExpression.From), Visit(rangeExpression.To));

    protected override Expression VisitContainsBinaryExpression(ContainsBinaryExpression containsBinaryExpression) =>
        new ContainsBinaryExpression(Visit(containsBinaryExpression.Left), new LiquidNeedle(Visit(containsBinaryExpression.Right)));

    protected override Statement VisitOutputStatement(OutputStatement outputStatement)
    {
        if (outputStatement.Expression is LiteralExpression literal) return new LiquidOutput(literal);
        var before = _variables.Count;
        var shown = Visit(outputStatement.Expression);
        foreach (var variable in _variables.Skip(before)) variable.IsShown = true;
        return new LiquidOutput(shown);
    }

    protected override Statement VisitAssignStatement(AssignStatement assignStatement)
    {
        var value = Visit(assignStatement.Value);
        return new LiquidAssign(Local(assignStatement.Identifier), value);
    }

    protected override Statement VisitCaptureStatement(CaptureStatement captureStatement) =>
        new LiquidCapture(Local(captureStatement.Identifier), Rewrite(captureStatement.Statements));

    protected override Statement VisitForStatement(ForStatement forStatement) => new LiquidLoop(
        new LiquidLoopSlots(Local(forStatement.Identifier), Local("forloop"), Local("parentloop")),
        Visit(forStatement.Source),
        new LiquidLoopPart(Visit(forStatement.Offset), Visit(forStatement.Limit), forStatement.Reversed),
        Rewrite(forStatement.Statements),
        forStatement.Else is { } otherwise ? Rewrite(otherwise.Statements) : null);

    // An argument that stands in the template is known for good, however long.
    private Expression Argument(Expression expression) => expression is LiteralExpression ? expression : Visit(expression);

    private MemberSegment Rewritten(MemberSegment segment) =>
        segment is IndexerSegment indexer ? new IndexerSegment(indexer.Expression is LiteralExpression ? indexer.Expression : Visit(indexer.Expression)) : segment;

    private LiquidVariable? Innermost(Expression original, Expression rewritten)
    {
        while (original is FilterExpression filter) original = filter.Input;
        return rewritten as LiquidVariable ?? (original is MemberExpression ? _variables[^1] : null);
    }

    private int Local(string name)
    {
        if (!_locals.TryGetValue(name, out var slot)) _locals[name] = slot = _locals.Count;
        return slot;
    }
}
