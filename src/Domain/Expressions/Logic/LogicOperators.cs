using System.Collections.Frozen;

namespace Cadenza.Domain.Expressions.Logic;

/// <summary>The operators of jsonlogic.com by their names, and what each compiles to.</summary>
internal static class LogicOperators
{
    private static readonly LogicNode Nothing = new ConstantNode(Value.Null);
    private static readonly LogicNode NotANumber = new ConstantNode(Value.Of(double.NaN));
    private static readonly LogicNode True = new ConstantNode(Value.Of(true));
    private static readonly LogicNode False = new ConstantNode(Value.Of(false));

    private static readonly FrozenDictionary<string, LogicOperator> All = new Dictionary<string, LogicOperator>
    {
        ["missing"] = new(0, args => new MissingNode(args)),
        ["missing_some"] = new(2, args => new MissingSomeNode(args[0], args[1])),
        ["if"] = new(0, args => new IfNode(args)),
        ["?:"] = new(0, args => new IfNode(args)),
        ["=="] = new(0, args => Equality(args, isStrict: false, isNegated: false)),
        ["==="] = new(0, args => Equality(args, isStrict: true, isNegated: false)),
        ["!="] = new(0, args => Equality(args, isStrict: false, isNegated: true)),
        ["!=="] = new(0, args => Equality(args, isStrict: true, isNegated: true)),
        ["!"] = new(0, args => args.Length == 0 ? True : new TruthNode(args[0], isNegated: true)),
        ["!!"] = new(0, args => args.Length == 0 ? False : new TruthNode(args[0], isNegated: false)),
        ["or"] = new(0, args => new OrNode(args)),
        ["and"] = new(0, args => new AndNode(args)),
        [">"] = new(0, args => args.Length < 2 ? False : new OrderNode(Order.Greater, args[0], args[1])),
        [">="] = new(0, args => args.Length < 2 ? False : new OrderNode(Order.GreaterOrEqual, args[0], args[1])),
        ["<"] = new(0, args => OrderOrBetween(Order.Less, args)),
        ["<="] = new(0, args => OrderOrBetween(Order.LessOrEqual, args)),
        ["max"] = new(0, args => new ExtremeNode(args, isMaximum: true)),
        ["min"] = new(0, args => new ExtremeNode(args, isMaximum: false)),
        ["+"] = new(0, args => new SumNode(args)),
        ["-"] = new(0, args => args.Length switch
        {
            0 => NotANumber,
            1 => new NegationNode(args[0]),
            _ => new BinaryArithmeticNode('-', args[0], args[1]),
        }),
        ["*"] = new(1, args => new ProductNode(args)),
        ["/"] = new(0, args => args.Length < 2 ? NotANumber : new BinaryArithmeticNode('/', args[0], args[1])),
        ["%"] = new(0, args => args.Length < 2 ? NotANumber : new BinaryArithmeticNode('%', args[0], args[1])),
        ["map"] = new(2, args => new MapNode(args[0], args[1]), IsLoop: true),
        ["reduce"] = new(2, args => new ReduceNode(args[0], args[1], args.ElementAtOrDefault(2)), IsLoop: true),
        ["filter"] = new(2, args => new FilterNode(args[0], args[1]), IsLoop: true),
        ["all"] = new(2, args => new QuantifierNode(Quantifier.All, args[0], args[1]), IsLoop: true),
        ["none"] = new(2, args => new QuantifierNode(Quantifier.None, args[0], args[1]), IsLoop: true),
        ["some"] = new(2, args => new QuantifierNode(Quantifier.Some, args[0], args[1]), IsLoop: true),
        ["merge"] = new(0, args => new MergeNode(args)),
        ["in"] = new(0, args => args.Length < 2 ? False : new InNode(args[0], args[1])),
        ["cat"] = new(0, args => new ConcatenationNode(args)),
        ["substr"] = new(1, args => new SubstringNode(args[0], args.ElementAtOrDefault(1) ?? Nothing, args.ElementAtOrDefault(2))),
        ["log"] = new(0, args => args.Length == 0 ? Nothing : args[0]),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names of all operators, <c>var</c> included.</summary>
    public static IReadOnlyCollection<string> Names { get; } = [.. All.Keys.Append("var").Order(StringComparer.Ordinal)];

    public static LogicOperator? Find(string name) => All.GetValueOrDefault(name);

    // What is not given is undefined in JavaScript: loosely equal to null, strictly only to itself.
    private static LogicNode Equality(LogicNode[] args, bool isStrict, bool isNegated) => args.Length switch
    {
        0 => isNegated ? False : True,
        1 when isStrict => isNegated ? True : False,
        1 => new EqualityNode(args[0], Nothing, isStrict, isNegated),
        _ => new EqualityNode(args[0], args[1], isStrict, isNegated),
    };

    private static LogicNode OrderOrBetween(Order order, LogicNode[] args) => args.Length switch
    {
        < 2 => False,
        2 => new OrderNode(order, args[0], args[1]),
        _ => new BetweenNode(order, args[0], args[1], args[2]),
    };
}

/// <summary>What an operator compiles to, and how many operands it needs.</summary>
/// <param name="Least">The fewest operands it makes sense with.</param>
/// <param name="Compile">Makes its node of its compiled operands.</param>
/// <param name="IsLoop">Whether the second operand is evaluated for each element of the first and sees nothing else.</param>
internal sealed record LogicOperator(int Least, Func<LogicNode[], LogicNode> Compile, bool IsLoop = false);
