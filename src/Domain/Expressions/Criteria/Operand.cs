namespace Cadenza.Domain.Expressions.Criteria;

/// <summary>One side of a condition: a field, a value, or a text with placeholders.</summary>
internal abstract record Operand
{
    private Operand()
    {
    }

    /// <summary>How it is called in a reason.</summary>
    public abstract string Name { get; }

    /// <summary>The names at the top of the scope that it may read.</summary>
    public virtual IEnumerable<string> Roots => [];

    /// <exception cref="ExpressionLimitException">A text becomes longer than 1 MiB.</exception>
    public abstract Value Evaluate(in Value scope);

    /// <summary>What is written there.</summary>
    public sealed record Constant(Value Value) : Operand
    {
        public override string Name => Wording.Quote(Value);

        public override Value Evaluate(in Value scope) => Value;
    }

    /// <summary>A field.</summary>
    public sealed record Field(VariablePath Path) : Operand
    {
        public override string Name => Wording.Shorten(Path.Text);

        public override IEnumerable<string> Roots => ScopeVariables.RootsOf(Path);

        public override Value Evaluate(in Value scope) => ScopeVariables.TryFind(scope, Path.Segments, out var value) ? value : default;

        /// <summary>Whether it is one of the trigger's own, which a change has a before and an after of.</summary>
        public bool IsOfTrigger => Path.Segments.Length == 1 || IsOf(ScopeNames.Trigger) || IsOf(ScopeNames.Before) || IsOf(ScopeNames.After);

        /// <summary>The field as it was before or is after the change.</summary>
        public Value EvaluateIn(in Value entity)
        {
            var path = IsOf(ScopeNames.Trigger) || IsOf(ScopeNames.Before) || IsOf(ScopeNames.After) ? Path.Segments[1..] : Path.Segments;
            return ScopeVariables.TryFollow(entity, path, out var value) ? value : default;
        }

        private bool IsOf(string root) => Path.Segments.Length > 1 && VariableName.AreEqual(Path.Segments[0], root);
    }

    /// <summary>A text with placeholders; one placeholder alone keeps its type.</summary>
    public sealed record Text(Template Template) : Operand
    {
        public override string Name => Wording.Shorten(Template.Text);

        public override IEnumerable<string> Roots => Template.Variables.SelectMany(ScopeVariables.RootsOf);

        public override Value Evaluate(in Value scope)
        {
            var variables = new ScopeVariables(scope);
            if (Template.Whole is { } whole)
                return whole.TryEvaluate(variables, null, Template.DefaultMaxLength, out var value) ? value : throw ConfigRendering.TooLong();
            return Template.TryRender(variables, TemplateEncoding.Text, out var text) ? Value.Of(text) : throw ConfigRendering.TooLong();
        }
    }
}
