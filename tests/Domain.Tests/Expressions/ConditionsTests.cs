using System.Text.Json;
using Cadenza.Domain.Expressions;
using Cadenza.Domain.Expressions.Criteria;

namespace Cadenza.Domain.Tests.Expressions;

/// <summary>D5: the operators of conditions, groups, the state before and after, and the block form (A7).</summary>
public sealed class ConditionsTests
{
    private const string Scope =
        """
        {
            "trigger": {
                "source": "Website", "amount": 1200, "amountText": "1,200", "count": "12", "zip": "01234", "bigId": 12345678901234567890,
                "tags": ["VIP", "Beta", 7], "blank": "  ", "none": null, "empty": [], "active": true, "firstName": "Ada",
                "createdAt": "2026-11-21T08:00:00.000Z", "due": "2026-12-01", "stage": "won", "owner": {"name": "Bea"}
            },
            "before": {"stage": "new", "amount": 1200, "source": "WEBSITE", "firstName": "Ada"},
            "after": {"stage": "won", "amount": 1200, "source": "Website", "firstName": "Ada", "tags": ["VIP"]},
            "contact": {"email": "ada@example.com", "phone": null},
            "fetch_user": {"items": [{"name": "Bob"}, {"name": "Eve"}], "total": 2},
            "now": "2026-11-21T09:00:00.000Z"
        }
        """;

    [Theory]
    [InlineData("source", "equals", "\"website\"", true)]
    [InlineData("source", "equals", "\"ads\"", false)]
    [InlineData("source", "not_equals", "\"ads\"", true)]
    [InlineData("amount", "equals", "\"1200\"", true)]
    [InlineData("amount", "equals", "1200.00", true)]
    [InlineData("zip", "equals", "\"1234\"", false)]
    [InlineData("zip", "equals", "1234", true)]
    [InlineData("bigId", "equals", "12345678901234567890", true)]
    [InlineData("bigId", "equals", "\"12345678901234567891\"", false)]
    [InlineData("active", "equals", "true", true)]
    [InlineData("active", "equals", "\"TRUE\"", true)]
    [InlineData("active", "equals", "false", false)]
    [InlineData("createdAt", "equals", "\"2026-11-21T09:00:00+01:00\"", true)]
    [InlineData("missing", "equals", "null", true)]
    [InlineData("missing", "equals", "\"\"", true)]
    [InlineData("missing", "not_equals", "\"x\"", true)]
    [InlineData("tags", "equals", "[\"vip\",\"beta\",\"7\"]", true)]
    [InlineData("owner", "equals", "{\"name\":\"Bea\"}", true)]
    [InlineData("source", "contains", "\"SITE\"", true)]
    [InlineData("source", "contains", "[\"x\",\"web\"]", true)]
    [InlineData("source", "not_contains", "\"shop\"", true)]
    [InlineData("tags", "contains", "\"vip\"", true)]
    [InlineData("tags", "contains", "7", true)]
    [InlineData("tags", "contains", "\"vi\"", false)]
    [InlineData("tags", "not_contains", "[\"gold\",\"beta\"]", false)]
    [InlineData("missing", "contains", "\"\"", false)]
    [InlineData("missing", "not_contains", "\"x\"", true)]
    [InlineData("amount", "contains", "20", true)]
    [InlineData("source", "starts_with", "\"web\"", true)]
    [InlineData("source", "starts_with", "\"site\"", false)]
    [InlineData("source", "ends_with", "\"SITE\"", true)]
    [InlineData("missing", "is_empty", null, true)]
    [InlineData("blank", "is_empty", null, true)]
    [InlineData("none", "is_empty", null, true)]
    [InlineData("empty", "is_empty", null, true)]
    [InlineData("active", "is_empty", null, false)]
    [InlineData("source", "is_not_empty", null, true)]
    [InlineData("amount", "exists", null, true)]
    [InlineData("missing", "not_exists", null, true)]
    [InlineData("amount", "greater_than", "999", true)]
    [InlineData("amount", "greater_than", "\"999\"", true)]
    [InlineData("count", "greater_than", "\"9\"", true)]
    [InlineData("amount", "greater_than", "1200", false)]
    [InlineData("amount", "greater_or_equal", "1200", true)]
    [InlineData("amount", "less_than", "1200.01", true)]
    [InlineData("amount", "less_or_equal", "1199", false)]
    [InlineData("due", "greater_than", "\"2026-11-30T23:59:59Z\"", true)]
    [InlineData("createdAt", "less_than", "\"{{now}}\"", true)]
    [InlineData("source", "greater_than", "\"ads\"", true)]
    [InlineData("missing", "less_than", "1", false)]
    [InlineData("missing", "greater_or_equal", "null", false)]
    [InlineData("tags", "greater_than", "1", false)]
    [InlineData("source", "greater_than", "1", false)]
    [InlineData("source", "in", "[\"ads\",\"website\"]", true)]
    [InlineData("source", "in", "\"ads, website\"", true)]
    [InlineData("tags", "in", "[\"beta\"]", true)]
    [InlineData("amount", "in", "[1, 1200]", true)]
    [InlineData("missing", "in", "[null]", false)]
    [InlineData("source", "not_in", "[\"ads\"]", true)]
    [InlineData("source", "not_in", "[\"website\"]", false)]
    [InlineData("stage", "changed_to", "\"Won\"", true)]
    [InlineData("stage", "changed_to", "[\"lost\",\"won\"]", true)]
    [InlineData("stage", "changed_to", "\"new\"", false)]
    [InlineData("stage", "changed_from", "\"new\"", true)]
    [InlineData("stage", "changed_from", "\"won\"", false)]
    [InlineData("amount", "changed_to", "1200", false)]
    [InlineData("stage", "any_change", null, true)]
    [InlineData("amount", "any_change", null, false)]
    [InlineData("source", "any_change", null, true)]
    [InlineData("source", "changed_to", "\"website\"", false)]
    [InlineData("tags", "any_change", null, true)]
    [InlineData("missing", "any_change", null, false)]
    [InlineData("trigger.stage", "changed_to", "\"won\"", true)]
    [InlineData("first_name", "equals", "\"Ada\"", true)]
    [InlineData("trigger.first_name", "equals", "\"Ada\"", true)]
    [InlineData("contact.email", "ends_with", "\"@example.com\"", true)]
    [InlineData("contact.phone", "is_empty", null, true)]
    [InlineData("owner.name", "equals", "\"bea\"", true)]
    [InlineData("fetch_user.total", "equals", "2", true)]
    [InlineData("fetch_user.items[1].name", "equals", "\"Eve\"", true)]
    [InlineData("fetchUser.items.0.name", "equals", "\"Bob\"", true)]
    [InlineData("{{trigger.stage}}", "equals", "\"{{after.stage}}\"", true)]
    [InlineData("source", "startsWith", "\"web\"", true)]
    [InlineData("source", "starts-with", "\"web\"", true)]
    public void Evaluate_OneCondition_HoldsAsTheTableSays(string field, string operatorName, string? value, bool holds)
    {
        var json = $$"""{"field":{{JsonSerializer.Serialize(field)}},"operator":"{{operatorName}}"{{(value is null ? "" : ",\"value\":" + value)}}}""";

        var verdict = Evaluate(json, Scope);

        Assert.True(verdict.Passed == holds, $"{json}: {verdict.Reason}");
        Assert.Equal(holds, verdict.Reason is null);
    }

    [Fact]
    public void All_AreTheSixteenOfTheDocument_AndEndsWith() => Assert.Equal(
        """
        equals not_equals contains not_contains starts_with ends_with is_empty is_not_empty greater_than less_than
        greater_or_equal less_or_equal in not_in changed_to changed_from any_change
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        ConditionOperators.All.Select(one => one.Name));

    [Theory]
    [InlineData("""{"field":"source","operator":"equals","value":"ads"}""", "source equals \"ads\": was \"Website\"")]
    [InlineData("""{"field":"missing","operator":"equals","value":"ads"}""", "missing equals \"ads\": was empty")]
    [InlineData("""{"field":"amount","operator":"less_than","value":3}""", "amount less_than 3: was 1200")]
    [InlineData("""{"field":"stage","operator":"changed_to","value":"lost"}""", "stage changed_to \"lost\": changed from \"new\" to \"won\"")]
    [InlineData("""{"field":"amount","operator":"any_change"}""", "amount any_change: did not change, is 1200")]
    [InlineData("""{"conditions":[{"field":"amount","operator":"equals","value":1200},{"field":"stage","operator":"is_empty"}]}""", "stage is_empty: was \"won\"")]
    [InlineData(
        """{"logic":"OR","conditions":[{"field":"stage","operator":"is_empty"},{"field":"stage","operator":"equals","value":"lost"}]}""",
        "none of 2 conditions: stage is_empty: was \"won\"; stage equals \"lost\": was \"won\"")]
    [InlineData("""{"operatorName":"equals","left":"{{fetch_user.total}}","right":3}""", "{{fetch_user.total}} equals 3: was 2")]
    public void Evaluate_WhenItFails_SaysWhichConditionAndWhatWasThere(string json, string reason) =>
        Assert.Equal(reason, Evaluate(json, Scope).Reason);

    [Fact]
    public void Evaluate_WhenTheValuesAreHuge_TheReasonIsStillShort()
    {
        var scope = $$$"""{"trigger":{"a":"{{{new string('x', 100_000)}}}","b":[{{{string.Join(',', Enumerable.Range(0, 10_000))}}}]}}""";
        var one = """{"field":"a","operator":"is_empty"},{"field":"b","operator":"is_empty"}""";

        var verdict = Evaluate($$"""{"logic":"OR","conditions":[{{string.Join(',', Enumerable.Repeat(one, 100))}}]}""", scope);

        Assert.False(verdict.Passed);
        Assert.InRange(verdict.Reason!.Length, 10, 400);
    }

    [Theory]
    [InlineData("""{"operatorName":"equals","left":"{{trigger.firstName}} {{contact.email}}","right":"ada ada@EXAMPLE.com"}""", true)]
    [InlineData("""{"operatorName":"equals","left":"{{fetch_user.total}}","right":2}""", true)]
    [InlineData("""{"operatorName":"in","left":"{{trigger.source}}","right":"{{trigger.tags}}"}""", false)]
    [InlineData("""{"operatorName":"contains","left":"{{trigger.tags}}","right":"{{trigger.firstName | default: 'vip'}}"}""", false)]
    [InlineData("""{"operatorName":"changed_to","left":"{{trigger.stage}}","right":"won"}""", true)]
    [InlineData("""{"operatorName":"is_empty","left":"{{nobody.knows}}"}""", true)]
    [InlineData("""{"logic":"and","conditions":[{"operatorName":"equals","left":1,"right":1},{"field":"stage","operator":"equals","value":"won"}]}""", true)]
    public void Evaluate_ABlocksCondition_FillsInBothSides(string json, bool holds) => Assert.Equal(holds, Evaluate(json, Scope).Passed);

    [Theory]
    [InlineData("null", true)]
    [InlineData("{}", true)]
    [InlineData("[]", true)]
    [InlineData("""{"logic":"AND","conditions":[]}""", true)]
    [InlineData("""{"logic":"OR","conditions":[]}""", true)]
    [InlineData("""[{"field":"stage","operator":"equals","value":"won"},{"field":"amount","operator":"equals","value":1}]""", false)]
    [InlineData(
        """
        {"logic":"AND","conditions":[
            {"field":"stage","operator":"equals","value":"won"},
            {"logic":"OR","conditions":[
                {"field":"amount","operator":"greater_than","value":5000},
                {"logic":"AND","conditions":[{"field":"tags","operator":"contains","value":"vip"},{"field":"active","operator":"equals","value":true}]}]}]}
        """,
        true)]
    public void Evaluate_Groups_CombineTheirParts(string json, bool holds) => Assert.Equal(holds, Evaluate(json, Scope).Passed);

    [Theory]
    [InlineData("""{"trigger":{"stage":"won"},"before":null,"after":{"stage":"won"}}""", true, null)]
    [InlineData("""{"trigger":{"stage":"won"},"before":{"stage":"new"}}""", true, null)]
    [InlineData("""{"trigger":{"stage":"won"}}""", false, "the event is no change")]
    [InlineData("""{"trigger":{"stage":"won"},"before":{"stage":"won"},"after":{"stage":"won"}}""", false, "did not change")]
    public void Evaluate_ChangedTo_WhenBeforeOrAfterIsMissing(string scope, bool holds, string? reason)
    {
        var verdict = Evaluate("""{"field":"stage","operator":"changed_to","value":"won"}""", scope);

        Assert.Equal(holds, verdict.Passed);
        if (reason is not null) Assert.Contains(reason, verdict.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"field":"a","operator":"matches","value":1}""", "/operator")]
    [InlineData("""{"field":"a","value":1}""", "/operator")]
    [InlineData("""{"field":"","operator":"is_empty"}""", "/field")]
    [InlineData("""{"field":5,"operator":"is_empty"}""", "/field")]
    [InlineData("""{"field":"a b","operator":"is_empty"}""", "/field")]
    [InlineData("""{"field":"a","operator":"equals"}""", "/value")]
    [InlineData("""{"field":"a","operator":"equals","value":"{{x"}""", "/value")]
    [InlineData("""{"field":"contact.stage","operator":"any_change"}""", "/field")]
    [InlineData("""{"operatorName":"any_change","left":"x"}""", "/left")]
    [InlineData("""{"operatorName":"equals","right":1}""", "/left")]
    [InlineData("""{"operatorName":"equals","left":1}""", "/right")]
    [InlineData("""{"logic":"XOR","conditions":[]}""", "/logic")]
    [InlineData("""{"conditions":{}}""", "/conditions")]
    [InlineData("""{"conditions":[{"field":"a","operator":"is_empty"},{}]}""", "/conditions/1")]
    [InlineData("""{"conditions":[{"conditions":[{"field":"a","operator":"nope"}]}]}""", "/conditions/0/conditions/0/operator")]
    [InlineData("\"x\"", "")]
    public void TryCompile_WhenMalformed_SaysWhere(string json, string place)
    {
        using var document = JsonDocument.Parse(json);

        Assert.False(Conditions.TryCompile(document.RootElement, out _, out var faults));

        Assert.Equal(place, Assert.Single(faults).Pointer);
    }

    [Fact]
    public void TryCompile_WhenSeveralAreMalformed_NamesThemAll()
    {
        using var document = JsonDocument.Parse("""{"conditions":[{"field":1,"operator":"x"},{"field":"a","operator":"equals"}]}""");

        Assert.False(Conditions.TryCompile(document.RootElement, out _, out var faults));

        Assert.Equal(["/conditions/0/operator", "/conditions/0/field", "/conditions/1/value"], faults.Select(fault => fault.Pointer));
    }

    [Fact]
    public void TryCompile_WhenTooManyOrTooDeep_RefusesThem()
    {
        var many = $"[{string.Join(',', Enumerable.Repeat("""{"field":"a","operator":"is_empty"}""", 501))}]";
        var deep = string.Concat(Enumerable.Repeat("""{"conditions":[""", 20)) + string.Concat(Enumerable.Repeat("]}", 20));
        var values = $$"""{"field":"a","operator":"in","value":[{{string.Join(',', Enumerable.Range(0, 1001))}}]}""";

        foreach (var json in new[] { many, deep, values })
        {
            using var document = JsonDocument.Parse(json);
            Assert.False(Conditions.TryCompile(document.RootElement, out _, out var faults));
            Assert.Contains("at most", Assert.Single(faults).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"field":"stage","operator":"equals","value":"won"}""", "stage trigger")]
    [InlineData("""{"field":"contact.email","operator":"is_empty"}""", "contact")]
    [InlineData("""{"field":"stage","operator":"any_change"}""", "after before trigger")]
    [InlineData("""{"operatorName":"equals","left":"{{step_1.x}}","right":"{{Trigger.y}}"}""", "step_1 trigger")]
    public void Roots_AreTheNamesThatMayBeRead(string json, string roots) =>
        Assert.Equal(roots, string.Join(' ', Compile(json).Roots.Order(StringComparer.Ordinal)));

    [Fact]
    public void Evaluate_WhenTheWorkWouldNotEnd_DoesNotHoldAndSaysSo()
    {
        var list = string.Join(',', Enumerable.Range(0, 5000).Select(i => $"\"{i}x\""));
        var wanted = string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"{i}y\""));

        var verdict = Evaluate($$"""{"field":"a","operator":"contains","value":[{{wanted}}]}""", $$$"""{"trigger":{"a":[{{{list}}}]}}""");

        Assert.False(verdict.Passed);
        Assert.Contains("steps", verdict.Reason, StringComparison.Ordinal);
    }

    private static ConditionVerdict Evaluate(string json, string scope) => Compile(json).Evaluate(Value.Parse(scope));

    private static Conditions Compile(string json)
    {
        using var document = JsonDocument.Parse(json);
        Assert.True(Conditions.TryCompile(document.RootElement, out var conditions, out var faults), string.Join(';', faults));
        return conditions;
    }
}
