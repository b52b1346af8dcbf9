using System.Text.Json;
using Cadenza.Domain.Expressions;
using FsCheck;
using FsCheck.Fluent;

namespace Cadenza.Domain.Tests.Expressions;

/// <summary>A9: whatever rule meets whatever data, the outcome is a value or a stated limit.</summary>
public sealed class JsonLogicProperties
{
    private static readonly string[] Operators =
        [.. JsonLogic.Operators.Where(name => name is not "var")];

    private static readonly Gen<string> Leaf = Gen.Elements(
        "null", "true", "false", "0", "-1", "2.5", "1e300", "12345678901234567890", "\"\"", "\"a\"", "\"12\"", "\" 7 \"",
        "[]", "[1,2]", "{}", "{\"var\":\"a\"}", "{\"var\":\"\"}", "{\"var\":\"a.0\"}", "{\"var\":[\"b.c\",5]}", "{\"var\":{\"var\":\"a\"}}");

    private static readonly Gen<string> Data = Gen.Elements(
        "null", "1", "\"text\"", "[]", "[1,[2],\"x\"]", "{}", "{\"a\":\"x\"}", "{\"a\":[1,2,{\"b\":1}],\"b\":{\"c\":null}}", "{\"a\":{\"a\":{}}}");

    [Fact]
    public void Evaluate_AnyRuleOverAnyData_EndsWithAValueOrALimit() => Prop.ForAll(
        Arb.From(Rule(4)),
        Arb.From(Data),
        (rule, data) =>
        {
            using var document = JsonDocument.Parse(rule);
            if (!JsonLogic.TryCompile(document.RootElement, out var logic, out var fault)) return fault.Message.Length > 0;
            var value = Value.Parse(data);
            try
            {
                var result = logic.Evaluate(value);
                return logic.IsTrue(value) == Truth(result) && Value.Parse(result.ToString()).ToString() == result.ToString();
            }
            catch (ExpressionLimitException limit)
            {
                return limit.Message.Length > 0;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static bool Truth(Value result)
    {
        using var identity = JsonDocument.Parse("""{"!!":{"var":""}}""");
        JsonLogic.TryCompile(identity.RootElement, out var logic, out _);
        return logic!.Evaluate(result).AsBoolean;
    }

    private static Gen<string> Rule(int depth) => depth == 0 ? Leaf : Gen.Frequency(
        (1, Leaf),
        (4, from name in Gen.Elements(Operators)
            from count in Gen.Choose(0, 3)
            from operands in Rule(depth - 1).ListOf(count)
            select $"{{\"{name}\":[{string.Join(',', operands)}]}}"));
}
