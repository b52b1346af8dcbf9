using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Cadenza.Domain.Expressions.Logic;

namespace Cadenza.Domain.Expressions;

/// <summary>
/// A JSON Logic rule (A9; jsonlogic.com), compiled once into an immutable tree and evaluated many times, by many threads.
/// Every published operator, with the conversions of the JavaScript implementation; data that are missing are null and never
/// an error. Evaluating a rule without loops over values that exist allocates nothing.
/// </summary>
public sealed class JsonLogic
{
    private readonly LogicNode _rule;

    private JsonLogic(LogicNode rule, IReadOnlySet<string> roots) => (_rule, Roots) = (rule, roots);

    /// <summary>
    /// The top-level names it reads, such as <c>trigger</c> and <c>contact</c>; all of <see cref="ScopeNames.All"/> when it
    /// computes a path or reads the data as a whole.
    /// </summary>
    public IReadOnlySet<string> Roots { get; }

    /// <summary>The operators a rule may use.</summary>
    public static IReadOnlyCollection<string> Operators => LogicOperators.Names;

    /// <summary>
    /// Compiles a rule. False, with the place and reason, for an unknown operator, an object with more than one member,
    /// too few operands, more than 64 levels, or more than 10,000 operators and values.
    /// </summary>
    public static bool TryCompile(
        JsonElement rule, [NotNullWhen(true)] out JsonLogic? logic, [NotNullWhen(false)] out ExpressionFault? fault)
    {
        var compiler = new LogicCompiler();
        try
        {
            (logic, fault) = (new JsonLogic(compiler.Compile(rule), compiler.Roots), null);
            return true;
        }
        catch (LogicFaultException invalid)
        {
            (logic, fault) = (null, invalid.Fault);
            return false;
        }
    }

    /// <summary>What the rule comes to over these data. A number that is none (0/0) is a number value with NaN.</summary>
    /// <exception cref="ExpressionLimitException">It took more than a million steps or built too large a value.</exception>
    public Value Evaluate(in Value data)
    {
        var work = LogicWork.Begin();
        return _rule.Evaluate(data, ref work);
    }

    /// <summary>Whether that is truthy: not null, false, 0, NaN, "" or an empty array.</summary>
    /// <exception cref="ExpressionLimitException">It took more than a million steps or built too large a value.</exception>
    public bool IsTrue(in Value data)
    {
        var work = LogicWork.Begin();
        return _rule.IsTrue(data, ref work);
    }
}
