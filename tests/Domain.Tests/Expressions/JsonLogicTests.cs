using System.Text.Json;
using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Tests.Expressions;

/// <summary>A9: JSON Logic beyond the shared cases: JavaScript's conversions, missing data, faults and bounds.</summary>
public sealed class JsonLogicTests
{
    // Each result is what JavaScript answers for the expression in the third column.
    [Theory]
    [InlineData("""{"==":[null,0]}""", "false", "null == 0")]
    [InlineData("""{"==":[{"var":"nothing"},null]}""", "true", "undefined == null")]
    [InlineData("""{"==":["",0]}""", "true", "'' == 0")]
    [InlineData("""{"==":[" 12\t","12"]}""", "false", "' 12\\t' == '12'")]
    [InlineData("""{"==":[" 12\t",12]}""", "true", "' 12\\t' == 12")]
    [InlineData("""{"==":[true,1]}""", "true", "true == 1")]
    [InlineData("""{"==":[true,"1"]}""", "true", "true == '1'")]
    [InlineData("""{"==":[true,"true"]}""", "false", "true == 'true'")]
    [InlineData("""{"==":[[1,2],"1,2"]}""", "true", "[1,2] == '1,2'")]
    [InlineData("""{"==":[[5],5]}""", "true", "[5] == 5")]
    [InlineData("""{"==":[[1],[1]]}""", "false", "[1] == [1]")]
    [InlineData("""{"==":[{"var":"list"},{"var":"list"}]}""", "true", "list == list")]
    [InlineData("""{"==":[{"var":"map"},"[object Object]"]}""", "true", "map == '[object Object]'")]
    [InlineData("""{"==":["0x1F",31]}""", "true", "'0x1F' == 31")]
    [InlineData("""{"==":["1e3",1000]}""", "true", "'1e3' == 1000")]
    [InlineData("""{"==":["1e",1]}""", "false", "'1e' == 1")]
    [InlineData("""{"!=":["a",0]}""", "true", "'a' != 0")]
    [InlineData("""{"===":[1,1.0]}""", "true", "1 === 1.0")]
    [InlineData("""{">":[null,-1]}""", "true", "null > -1")]
    [InlineData("""{">":["b","a"]}""", "true", "'b' > 'a'")]
    [InlineData("""{">":["10","9"]}""", "false", "'10' > '9'")]
    [InlineData("""{">":["10",9]}""", "true", "'10' > 9")]
    [InlineData("""{"<":["a",1]}""", "false", "'a' < 1")]
    [InlineData("""{">=":["a",1]}""", "false", "'a' >= 1")]
    [InlineData("""{">=":[null,0]}""", "true", "null >= 0")]
    [InlineData("""{">":[1]}""", "false", "1 > undefined")]
    [InlineData("""{"<=":[1,"1",1]}""", "true", "1 <= '1' && '1' <= 1")]
    [InlineData("""{"<":[[2],10]}""", "true", "[2] < 10")]
    [InlineData("""{"+":["3.5 apples",1]}""", "4.5", "parseFloat('3.5 apples') + 1")]
    [InlineData("""{"+":["-.5e1x"]}""", "-5", "parseFloat('-.5e1x')")]
    [InlineData("""{"+":[]}""", "0", "0")]
    [InlineData("""{"+":["apples"]}""", "null", "JSON.stringify(NaN)")]
    [InlineData("""{"+":[null]}""", "null", "JSON.stringify(parseFloat(null))")]
    [InlineData("""{"-":[null,1]}""", "-1", "null - 1")]
    [InlineData("""{"-":["3 apples",1]}""", "null", "JSON.stringify('3 apples' - 1)")]
    [InlineData("""{"*":["7"]}""", "\"7\"", "['7'].reduce(f)")]
    [InlineData("""{"/":[1,0]}""", "null", "JSON.stringify(1 / 0)")]
    [InlineData("""{"%":[-5,3]}""", "-2", "-5 % 3")]
    [InlineData("""{"%":[5.5,2]}""", "1.5", "5.5 % 2")]
    [InlineData("""{"+":[0.1,0.2]}""", "0.30000000000000004", "0.1 + 0.2")]
    [InlineData("""{"max":["3",null,true]}""", "3", "Math.max('3', null, true)")]
    [InlineData("""{"max":[1,"x"]}""", "null", "JSON.stringify(Math.max(1, 'x'))")]
    [InlineData("""{"min":[]}""", "null", "JSON.stringify(Infinity)")]
    [InlineData("""{"cat":[1.50,null,true,[1,[null,2]],1e21,0.0000001]}""", "\"1.5true1,,21e+211e-7\"", "[…].join('')")]
    [InlineData("""{"cat":[{"var":"map"}]}""", "\"[object Object]\"", "[map].join('')")]
    [InlineData("""{"substr":[12345,1,3]}""", "\"234\"", "String(12345).substr(1, 3)")]
    [InlineData("""{"substr":["abc",-9,1]}""", "\"a\"", "'abc'.substr(-9, 1)")]
    [InlineData("""{"substr":["abc",9]}""", "\"\"", "'abc'.substr(9)")]
    [InlineData("""{"substr":["abc",0,-9]}""", "\"\"", "''")]
    [InlineData("""{"in":[1,["1"]]}""", "false", "['1'].indexOf(1) !== -1")]
    [InlineData("""{"in":[2,"123"]}""", "true", "'123'.indexOf(2) !== -1")]
    [InlineData("""{"in":["a",null]}""", "false", "false")]
    [InlineData("""{"in":["a",5]}""", "false", "false")]
    [InlineData("""{"in":["",""]}""", "false", "false")]
    [InlineData("""{"!":[]}""", "true", "!undefined")]
    [InlineData("""{"!!":["false"]}""", "true", "!!'false'")]
    [InlineData("""{"!!":[{"+":["x"]}]}""", "false", "!!NaN")]
    [InlineData("""{"!!":[{}]}""", "true", "!!{}")]
    [InlineData("""{"and":[]}""", "null", "undefined")]
    [InlineData("""{"log":"seen"}""", "\"seen\"", "'seen'")]
    [InlineData("""{"var":"list.length"}""", "3", "list.length")]
    [InlineData("""{"var":"name.length"}""", "3", "name.length")]
    [InlineData("""{"var":"list.01"}""", "null", "list['01']")]
    [InlineData("""{"var":["zero","fallback"]}""", "0", "0")]
    [InlineData("""{"var":["empty","fallback"]}""", "null", "null")]
    [InlineData("""{"missing":["name","blank","empty","zero",["x"]]}""", "[\"blank\",\"empty\",[\"x\"]]", "missing")]
    [InlineData("""{"missing_some":["1","name"]}""", "[]", "missing_some")]
    [InlineData("""{"all":[{"var":"name"},true]}""", "false", "not a list")]
    [InlineData("""{"none":[{"var":"name"},true]}""", "true", "not a list")]
    [InlineData("""{"reduce":[{"var":"list"},{"cat":[{"var":"accumulator"},{"var":"current"}]}]}""", "\"123\"", "no initial value")]
    [InlineData("""{"map":[{"var":"list"},{"var":"name"}]}""", "[null,null,null]", "the body sees the element only")]
    public void Evaluate_OverMixedKinds_ConvertsAsJavaScriptDoes(string rule, string expected, string javaScript)
    {
        var data = Value.Parse("""{"list":[1,2,3],"map":{"a":1},"name":"Ada","blank":"","empty":null,"zero":0}""");

        var result = Compile(rule).Evaluate(data);

        Assert.True(expected == result.ToString(), $"{rule} is {expected} ({javaScript}), not {result}");
    }

    [Theory]
    [InlineData("""{"frobnicate":[1]}""", "/frobnicate", "Unknown operator 'frobnicate'")]
    [InlineData("""{"and":[true,{"==":[{"vra":"x"},1]}]}""", "/and/1/==/0/vra", "Unknown operator 'vra'")]
    [InlineData("""{"method":["abc","toUpperCase"]}""", "/method", "Unknown operator 'method'")]
    [InlineData("""{"!":{"a/b~c":1}}""", "/!/a~1b~0c", "Unknown operator")]
    [InlineData("""{"or":[{"==":[1,1],"!=":[1,1]}]}""", "/or/0", "one member")]
    [InlineData("""{"map":[{"var":"list"}]}""", "/map", "at least 2 operands")]
    [InlineData("""{"filter":{"var":"list"}}""", "/filter", "at least 2 operands")]
    [InlineData("""{"missing_some":[1]}""", "/missing_some", "at least 2 operands")]
    public void TryCompile_WhenTheRuleIsMalformed_SaysWhereAndWhy(string rule, string place, string reason)
    {
        using var document = JsonDocument.Parse(rule);

        Assert.False(JsonLogic.TryCompile(document.RootElement, out var logic, out var fault));

        Assert.Null(logic);
        Assert.Equal(place, fault.Pointer);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
        Assert.True(fault.Message.Length < 400);
    }

    [Fact]
    public void Operators_AreThoseThatArePublished() => Assert.Equal(
        "! != !== !! % * + - / < <= == === > >= ?: all and cat filter if in log map max merge min missing missing_some none or reduce some substr var"
            .Split(' ').Order(StringComparer.Ordinal),
        JsonLogic.Operators.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("""{"and":[{"==":[{"var":"trigger.stage"},"won"]},{"var":["contact.email",{"var":"after.email"}]}]}""", "after contact trigger")]
    [InlineData("""{"some":[{"var":"trigger.items"},{">":[{"var":"qty"},1]}]}""", "trigger")]
    [InlineData("""{"missing":["contact.name","trigger.id"]}""", "contact trigger")]
    [InlineData("""{"missing_some":[1,["contact.name","trigger.id"]]}""", "contact trigger")]
    [InlineData("""{"==":[1,1]}""", "")]
    [InlineData("""{"var":{"cat":["con","tact"]}}""", "after before contact now trigger")]
    [InlineData("""{"!!":{"var":""}}""", "after before contact now trigger")]
    public void Roots_AreTheNamesThatTheRuleReads(string rule, string expected) =>
        Assert.Equal(expected, string.Join(' ', Compile(rule).Roots.Order(StringComparer.Ordinal)));

    [Fact]
    public void TryCompile_WhenTheRuleIsDeepOrLong_RefusesIt()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"!":""", 70)) + "1" + new string('}', 70);
        var wide = """{"+":[""" + string.Join(',', Enumerable.Repeat("1", 20_000)) + "]}";

        foreach (var rule in new[] { deep, wide })
        {
            using var document = JsonDocument.Parse(rule, new JsonDocumentOptions { MaxDepth = 200 });
            Assert.False(JsonLogic.TryCompile(document.RootElement, out _, out var fault));
            Assert.Contains("at most", fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    // A loop within a loop within a loop: two million steps.
    [InlineData("""{"all":[{"var":"list"},{"all":[{"var":""},{"all":[{"var":""},true]}]}]}""")]
    // A text that doubles a hundred times.
    [InlineData("""{"reduce":[{"var":"list"},{"cat":[{"var":"accumulator"},{"var":"accumulator"}]},"ab"]}""")]
    // A list that holds itself twice, a hundred levels deep.
    [InlineData("""{"reduce":[{"var":"list"},[{"var":"accumulator"},{"var":"accumulator"}],1]}""")]
    // A list that doubles a hundred times.
    [InlineData("""{"reduce":[{"var":"list"},{"merge":[{"var":"accumulator"},{"var":"accumulator"}]},[1]]}""")]
    public void Evaluate_WhenTheWorkWouldNotEnd_StopsWithAReason(string rule)
    {
        var list = Repeat(100, Repeat(100, Repeat(200, Value.Of(1))));
        var logic = Compile(rule);

        var stopped = Assert.Throws<ExpressionLimitException>(() => logic.Evaluate(Value.Object([new("list", list)])));

        Assert.Matches("more than|larger than", stopped.Message);
        Assert.True(stopped.Message.Length < 200);
    }

    [Fact]
    public void IsTrue_OfARuleWithoutLoops_AllocatesNothing()
    {
        var logic = Compile(
            """{"and":[{"==":[{"var":"a"},"x"]},{">":[{"var":"b.c"},1]},{"in":[{"var":"a"},["y","x"]]},{"!":{"var":"d"}},{"<":[1,{"var":"b.c"},9]}]}""");
        var data = Value.Parse("""{"a":"x","b":{"c":2},"d":false}""");
        Assert.True(logic.IsTrue(data));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) logic.IsTrue(data);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static Value Repeat(int count, Value value) => Value.Array([.. Enumerable.Repeat(value, count)]);

    private static JsonLogic Compile(string rule)
    {
        using var document = JsonDocument.Parse(rule);
        Assert.True(JsonLogic.TryCompile(document.RootElement, out var logic, out var fault), fault?.Message);
        return logic;
    }
}
