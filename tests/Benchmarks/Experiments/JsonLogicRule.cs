using System.Diagnostics;
using System.Text.Json;
using Cadenza.Domain.Expressions;

namespace Cadenza.Benchmarks.Experiments;

/// <summary>
/// Evaluations of one compiled rule over one event, on one core: an <c>and</c> of ==, &gt;, in and ! over four variables,
/// all of which hold, so that every operand is looked at. The best of five rounds of a second.
/// </summary>
internal static class JsonLogicRule
{
    private const int Rounds = 5;
    private const int Batch = 10_000;

    private const string Rule =
        """
        {"and": [
            {"==": [{"var": "trigger.stage"}, "qualified"]},
            {">": [{"var": "trigger.score"}, 50]},
            {"in": [{"var": "contact.country"}, ["DE", "FR", "NL"]]},
            {"!": {"var": "contact.unsubscribed"}}
        ]}
        """;

    private const string Data =
        """
        {
            "trigger": {"id": "0197", "name": "Acme", "stage": "qualified", "score": 72, "source": "website"},
            "before": {"stage": "new"}, "after": {"stage": "qualified"},
            "contact": {"id": "0198", "name": "Ada", "email": "ada@example.com", "country": "NL", "unsubscribed": false},
            "now": "2026-11-21T08:00:00.000Z"
        }
        """;

    public static Task<IReadOnlyList<Figure>> RunAsync()
    {
        using var document = JsonDocument.Parse(Rule);
        if (!JsonLogic.TryCompile(document.RootElement, out var logic, out var fault))
            throw new InvalidOperationException(fault.Message);
        var data = Value.Parse(Data);
        var rates = Enumerable.Range(0, Rounds + 1).Select(_ => RatePerSecond(logic, data)).Skip(1).ToList();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Evaluate(logic, data, Batch);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return Task.FromResult<IReadOnlyList<Figure>>(
        [
            new Figure("jsonlogic_evaluations_per_second", rates.Max(), "1/s", new Dictionary<string, object>
            {
                ["rounds"] = rates, ["allocated_bytes_per_evaluation"] = allocated / (double)Batch,
            }),
        ]);
    }

    private static double RatePerSecond(JsonLogic logic, in Value data)
    {
        var clock = Stopwatch.StartNew();
        var evaluations = 0L;
        for (; clock.ElapsedMilliseconds < 1000; evaluations += Batch) Evaluate(logic, data, Batch);
        return evaluations / clock.Elapsed.TotalSeconds;
    }

    private static void Evaluate(JsonLogic logic, in Value data, int times)
    {
        for (var i = 0; i < times; i++)
            if (!logic.IsTrue(data)) throw new InvalidOperationException("The rule does not hold.");
    }
}
