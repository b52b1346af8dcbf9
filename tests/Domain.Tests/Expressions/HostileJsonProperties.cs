using System.Text.Json;
using Cadenza.Domain.Expressions;
using FsCheck;
using FsCheck.Fluent;

namespace Cadenza.Domain.Tests.Expressions;

/// <summary>A9, D5, D6: whatever JSON is given as a rule, as conditions or as a configuration, it is taken or refused with a place in it.</summary>
public sealed class HostileJsonProperties
{
    private static readonly Gen<string> Names = Gen.Elements(
        "logic", "conditions", "field", "operator", "value", "operatorName", "left", "right", "and", "or", "var", "if", "map", "reduce", "missing_some",
        "html", "body", "", "a/b~c", "$html");

    private static readonly Gen<string> Scalars = Gen.Elements(
        "null", "true", "0", "-1e400", "12345678901234567890", "\"\"", "\"AND\"", "\"OR\"", "\"equals\"", "\"changed_to\"", "\"in\"", "\"contains\"",
        "\"stage\"", "\"trigger.stage\"", "\"contact.x\"", "\"{{trigger.stage}}\"", "\"{{\"", "\"{{a | default: 'x'}} {{b}}\"", "\"{{ a[0].b | date: 'yyyy' | json }}\"",
        "\"<p>{{trigger.name}}</p>\"", "\"\\ud83d\\ude00\"", "\"a,b\"", "\"2026-11-21\"", "\"not_exists\"");

    private static readonly Value Scope = Value.Parse(
        """{"trigger":{"stage":"won","name":"<b>","list":[1,"2",{"a":[]}]},"before":{"stage":1},"after":{"stage":{"x":1}},"contact":null,"a":[{"b":"2026-01-01T00:00:00Z"}]}""");

    [Fact]
    public void Conditions_OfAnyJson_AreDecidedOrRefusedWithAPlace() => Check(json =>
    {
        if (!Conditions.TryCompile(json, out var conditions, out var faults)) return faults.Count > 0 && faults.All(fault => IsPlaceIn(json, fault.Pointer));
        var verdict = conditions.Evaluate(Scope);
        return faults.Count == 0 && verdict.Passed == (verdict.Reason is null) && (verdict.Reason?.Length ?? 0) <= 700
            && conditions.Evaluate(Scope) == verdict && conditions.Evaluate(Value.Null) is not null;
    });

    [Fact]
    public void Configuration_OfAnyJson_IsRenderedOrRefusedWithAPlace() => Check(json =>
    {
        if (!ConfigTemplate.TryCompile(json, MessageTexts.None, out var template, out var faults)) return faults.Count > 0 && faults.All(fault => IsPlaceIn(json, fault.Pointer));
        var warnings = new List<string>();
        var rendered = template.Render(Scope, warnings);
        return warnings.Count <= ConfigTemplate.MaxWarnings && Value.Parse(rendered.ToString()).ToString() == rendered.ToString();
    });

    [Fact]
    public void Rule_OfAnyJson_IsEvaluatedOrRefusedWithAPlace() => Check(json =>
    {
        if (!JsonLogic.TryCompile(json, out var logic, out var fault)) return IsPlaceIn(json, fault.Pointer);
        _ = logic.Evaluate(Scope);
        return true;
    });

    private static void Check(Func<JsonElement, bool> holds) => Prop.ForAll(
        Arb.From(Json(5)),
        text =>
        {
            using var document = JsonDocument.Parse(text);
            return holds(document.RootElement);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    // Faults of what is missing point to where it should be: then everything but the last step is there.
    private static bool IsPlaceIn(JsonElement json, string pointer)
    {
        var steps = pointer.Split('/').Skip(1).Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToList();
        for (var i = 0; i < steps.Count; i++)
        {
            if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty(steps[i], out var member)) json = member;
            else if (json.ValueKind == JsonValueKind.Array && int.TryParse(steps[i], out var index) && index < json.GetArrayLength()) json = json[index];
            else return i == steps.Count - 1 && json.ValueKind == JsonValueKind.Object;
        }

        return true;
    }

    private static Gen<string> Json(int depth) => depth == 0 ? Scalars : Gen.Frequency(
        (2, Scalars),
        (2, from count in Gen.Choose(0, 4)
            from items in Json(depth - 1).ListOf(count)
            select $"[{string.Join(',', items)}]"),
        (5, from count in Gen.Choose(0, 4)
            from names in Names.ListOf(count)
            from values in Json(depth - 1).ListOf(count)
            select $"{{{string.Join(',', names.Distinct().Zip(values, (name, value) => $"{JsonSerializer.Serialize(name)}:{value}"))}}}"));
}
