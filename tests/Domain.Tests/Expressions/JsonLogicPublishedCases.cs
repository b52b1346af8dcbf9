using System.Text.Json;
using Cadenza.Domain.Expressions;

namespace Cadenza.Domain.Tests.Expressions;

/// <summary>A9: the 278 test cases that all implementations of JSON Logic share (jsonlogic-cases.json says where they are from).</summary>
public sealed class JsonLogicPublishedCases
{
    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            using var document = JsonDocument.Parse(
                typeof(JsonLogicPublishedCases).Assembly.GetManifestResourceStream("jsonlogic-cases.json")!);
            foreach (var one in document.RootElement.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.Array))
                cases.Add(one[0].GetRawText(), one[1].GetRawText(), one[2].GetRawText());
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Evaluate_APublishedCase_GivesThePublishedResult(string rule, string data, string expected)
    {
        using var document = JsonDocument.Parse(rule);
        Assert.True(JsonLogic.TryCompile(document.RootElement, out var logic, out var fault), fault?.Message);

        var value = Value.Parse(data);

        Assert.Equal(Value.Parse(expected), logic.Evaluate(value));
        Assert.Equal(IsTruthy(Value.Parse(expected)), logic.IsTrue(value));
    }

    [Fact]
    public void Cases_AreAllThere() => Assert.Equal(278, Cases.Count);

    private static bool IsTruthy(Value value) => value.Kind switch
    {
        ValueKind.Null => false,
        ValueKind.Boolean => value.AsBoolean,
        ValueKind.Number => value.AsNumber != 0,
        ValueKind.Text => value.AsText != "",
        ValueKind.Array => value.Items.Count > 0,
        _ => true,
    };
}
